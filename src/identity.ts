/** The chat platforms that the bot lives on. */
export type Platform = 'discord' | 'telegram';

/** A person on one platform: `discord:<snowflake>` or `telegram:<user id>`. Names records and owns what they hold. */
export type Identity = `${Platform}:${string}`;
