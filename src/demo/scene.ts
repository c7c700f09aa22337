/** A button as a person sees it. */
export interface SceneButton {
  readonly label: string;
  /** Where a link leads. */
  readonly url?: string;
}

/** A picture as a person sees it. */
export interface ScenePicture {
  readonly png: Buffer;
  /** What it shows, in a few words. */
  readonly title: string;
  /** What is told to those who do not see it, where that does not stand in the message anyhow. */
  readonly alt?: string;
}

/** A text file as a person sees it. */
export interface SceneFile {
  readonly name: string;
  readonly text: string;
}

/** A message of the bot as a person sees it, on either platform. */
export interface Scene {
  /** Such as `only you see this`. */
  readonly marks: readonly string[];
  readonly title?: string | undefined;
  readonly lines: readonly string[];
  readonly picture?: ScenePicture | undefined;
  readonly file?: SceneFile | undefined;
  readonly buttons: readonly SceneButton[];
  /** Of the bar beside the message. */
  readonly colour: 'green' | 'yellow' | 'red' | 'blue' | 'magenta';
}

/** A form as a person sees it. */
export interface FormScene {
  readonly title: string;
  readonly field: string;
}

/** What comes of something that a person does. */
export type Effect =
  | { readonly kind: 'message'; readonly scene: Scene }
  | { readonly kind: 'form'; readonly form: FormScene }
  /** A short word in passing, or a remark of the demo on what happened. */
  | { readonly kind: 'remark'; readonly text: string };

/** A message of the bot that nobody has just asked for. */
export interface Unasked {
  /** Who sees it, and where: `alice on Discord`. */
  readonly to: string;
  readonly scene: Scene;
}

/** Somebody at the terminal's keyboard, as a user of one platform. */
export interface Persona {
  /** `alice on Discord, in direct messages`. */
  readonly description: string;
  readonly name: string;
  /** Moves to `dm`, `server` or `group`. Throws where the platform has no such place. */
  goTo(place: string): void;
  say(text: string): Promise<readonly Effect[]>;
  /** Presses a button of the last message that has any, by its number from 1 or its label. */
  press(button: string): Promise<readonly Effect[]>;
  /** What has come unasked since the last time, to this person or where this person reads it. */
  takeUnasked(): readonly Unasked[];
  /** What everybody else sees of the bot in the server or group. */
  seenByOthers(): readonly Effect[];
}

/** The button that a number or a label means. */
export function findButton(buttons: readonly SceneButton[], wanted: string): SceneButton {
  const found = buttons[Number(wanted) - 1] ?? buttons.find(({ label }) => label === wanted);
  if (found === undefined) throw new Error(`there is no button ${wanted} in the last message with buttons`);
  return found;
}

/** What the words about a picture begin with: `Balance · last 7 days: from …`. */
export function titleIn(words: string): string {
  return words.split(/[:：]/)[0]?.trim() ?? '';
}
