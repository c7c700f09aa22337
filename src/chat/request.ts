import type { Identity, Platform } from '../identity.ts';
import type { Secret } from '../secret.ts';

/** What became of the message that a key came in. */
export type KeyTrace =
  /** The adapter has deleted it. */
  | 'deleted'
  /** It still stands in the chat, and only its sender can delete it. */
  | 'left'
  /** There never was one: the key came through a form. */
  | 'none';

/** What a command was given, by the option's name. */
export type Given = Readonly<Record<string, string>>;

/** What a person did. Free texts are secrets, since any of them may be a key. */
export type ChatEvent =
  | { readonly kind: 'command'; readonly name: string; readonly given?: Given }
  | { readonly kind: 'press'; readonly buttonId: string }
  /** `name` is what the key in it shall go by, where it was sent with one. */
  | { readonly kind: 'text'; readonly text: Secret; readonly trace: KeyTrace; readonly name?: string }
  /** `name` is what the key shall go by, where the form was asked for with one. */
  | { readonly kind: 'form'; readonly text: Secret; readonly name?: string }
  /** A message without text: a picture, a sticker. */
  | { readonly kind: 'no-text' }
  /** From outside the circle that a private bot serves; `id` is what its operator would have to let in. */
  | { readonly kind: 'stranger'; readonly id: string }
  /** From somebody of whom it cannot be told at the moment whether they belong to that circle. */
  | { readonly kind: 'unverified' }
  /** Something that looks like a key was seen where others read. */
  | { readonly kind: 'leak'; readonly deleted: boolean };

/** A place that more than one person can read. */
export interface Channel {
  readonly id: string;
  /** The server that it is in, on Discord. */
  readonly guildId?: string;
  readonly title?: string;
}

/** Who is spoken with, and where. */
export interface Occasion {
  /** Names the event in the log and in what is said of failures. */
  readonly id: string;
  readonly platform: Platform;
  readonly user: Identity;
  /** Whether others can read the answer. */
  readonly place: 'private' | 'group';
  /** Where it was done, when that is a channel of a Discord server or a Telegram group. */
  readonly channel?: Channel;
  /** Whether the user manages that channel's server or group. Rejects when the platform cannot be asked. */
  isAdministrator?(): Promise<boolean>;
}

/** One event of a chat, on no platform. */
export interface Request extends Occasion {
  /** The language that the platform reports of the user. */
  readonly languageHint: string | undefined;
  readonly event: ChatEvent;
}
