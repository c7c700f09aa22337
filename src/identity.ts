/** The chat platforms that the bot lives on. */
export type Platform = 'discord' | 'telegram';

/** A person on one platform: `discord:<snowflake>` or `telegram:<user id>`. */
export type Identity = `${Platform}:${string}`;

/** Whom records belong to: a person on one platform, or an account that several of a person's chats share. */
export type Owner = Identity | `account:${string}`;

/** What a record may be of: an owner, or a code that leads to one. */
export type Subject = Owner | `code:${string}`;

/** Whether an owner is a person on one platform, not an account that was linked. */
export function isIdentity(owner: Owner): owner is Identity {
  return !owner.startsWith('account:');
}

/** The platform that a person is on. */
export function platformOf(identity: Identity): Platform {
  return identity.startsWith('discord:') ? 'discord' : 'telegram';
}
