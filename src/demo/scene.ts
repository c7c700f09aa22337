/** A button as a person sees it. */
export interface SceneButton {
  readonly label: string;
  /** Where a link leads. */
  readonly url?: string;
}

/** A message of the bot as a person sees it, on either platform. */
export interface Scene {
  /** Such as `only you see this`. */
  readonly marks: readonly string[];
  readonly title?: string | undefined;
  readonly lines: readonly string[];
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

/** Somebody at the terminal's keyboard, as a user of one platform. */
export interface Persona {
  /** `alice on Discord, in direct messages`. */
  readonly description: string;
  readonly name: string;
  /** Moves to `dm`, `server` or `group`. Throws where the platform has no such place. */
  goTo(place: string): void;
  say(text: string): Promise<readonly Effect[]>;
  /** Presses a button of the last message, by its number from 1 or its label. */
  press(button: string): Promise<readonly Effect[]>;
  /** What everybody else sees of the bot in the server or group. */
  seenByOthers(): readonly Effect[];
}

/** The button that a number or a label means. */
export function findButton(buttons: readonly SceneButton[], wanted: string): SceneButton {
  const found = buttons[Number(wanted) - 1] ?? buttons.find(({ label }) => label === wanted);
  if (found === undefined) throw new Error(`there is no button ${wanted} in the last message`);
  return found;
}
