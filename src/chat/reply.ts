/** How things stand: an adapter shows it as a colour where it can. */
export type Tone = 'good' | 'low' | 'critical' | 'neutral' | 'problem';

/** What a button makes happen: a press on one of a command's buttons, with an argument of its own. */
export interface Action {
  /** The command whose button it is. */
  readonly command: string;
  /** Which of that command's presses. */
  readonly press: string;
  readonly argument?: string;
}

export type Button =
  | {
      readonly kind: 'action';
      readonly label: string;
      readonly action: Action;
      readonly style: 'primary' | 'secondary' | 'danger';
    }
  | { readonly kind: 'link'; readonly label: string; readonly url: string }
  /** Opens the key form. Only for platforms that have forms; the others leave it out. */
  | { readonly kind: 'form'; readonly label: string; readonly command: string }
  /** Leads from a group to the private chat, where `command` is then run. */
  | { readonly kind: 'private-chat'; readonly label: string; readonly command: string };

export interface Field {
  readonly label: string;
  readonly value: string;
}

/** A picture that goes with a reply. */
export interface Picture {
  readonly png: Uint8Array;
  /** What it shows, in words, for those who do not see it. */
  readonly alt: string;
}

/** A file that goes with a reply. */
export interface TextFile {
  readonly name: string;
  readonly content: string;
}

/** An answer, on no platform. Texts may hold the markup of `markup.ts`; nothing else in them is markup. */
export interface Reply {
  /** What happened, in a word or two, for the log. */
  readonly outcome: string;
  /** More of it for the operator, such as the kind of failure. */
  readonly reason?: string;
  readonly tone: Tone;
  readonly title?: string;
  readonly paragraphs: readonly string[];
  readonly fields?: readonly Field[];
  readonly footer?: string;
  readonly buttons?: readonly Button[];
  readonly picture?: Picture;
  readonly file?: TextFile;
  /** Comes as a new message even to a pressed button, whose own message stays as it is. */
  readonly fresh?: boolean;
  /** Said to the person who pressed a button, beside the message rather than in its place. */
  readonly aside?: boolean;
  /** Said to that person when the reply leaves the message as it was. */
  readonly whenUnchanged?: string;
}

/** The one text input of a form, which takes a key. */
export interface Form {
  readonly title: string;
  readonly field: string;
  readonly placeholder: string;
  /** What the key shall go by. */
  readonly name?: string;
}
