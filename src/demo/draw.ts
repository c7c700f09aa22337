import { styleText } from 'node:util';
import type { Effect, FormScene, Scene, SceneFile, ScenePicture } from './scene.ts';

type Style = Parameters<typeof styleText>[0];

/** How much is shown of a file. */
const FILE_LINES = 4;

/** Draws what happens as text for a terminal. Only the left side has a border: wide characters break the right. */
export class Drawing {
  readonly #colours: boolean;

  constructor(colours: boolean) {
    this.#colours = colours;
  }

  said(description: string, text: string): string {
    return `\n${this.#style('dim', `(${description})`)}\n${this.#style('bold', `> ${text}`)}`;
  }

  narration(text: string): string {
    return `\n${this.#style(['bold', 'cyan'], `── ${text} `)}`;
  }

  /** @param savedAs the file that the picture in it was saved in */
  effect(effect: Effect, savedAs?: string): string {
    switch (effect.kind) {
      case 'message':
        return this.#message(effect.scene, savedAs);
      case 'form':
        return this.#form(effect.form);
      case 'remark':
        return this.#style('italic', `  (${effect.text})`);
    }
  }

  #message(scene: Scene, savedAs?: string): string {
    const { marks, title, lines, picture, file, buttons, colour } = scene;
    const bar = this.#style(colour, '  ┃ ');
    const head = `Talk-Bot Balance${marks.map((mark) => ` · ${mark}`).join('')}`;
    const drawnButtons = buttons.map(
      ({ label, url }, index) =>
        `[${this.#style('bold', `${index + 1} ${label}`)}${url === undefined ? '' : ' ↗'}]`,
    );
    return [
      this.#style('dim', head),
      ...(title === undefined ? [] : [this.#style('bold', title)]),
      ...lines,
      ...(picture === undefined ? [] : ['', this.#picture(picture, savedAs)]),
      ...(file === undefined ? [] : ['', ...this.#file(file)]),
      ...(buttons.length === 0 ? [] : ['', drawnButtons.join(' ')]),
    ]
      .map((line) => bar + line)
      .join('\n');
  }

  #picture({ title, alt = title }: ScenePicture, savedAs: string | undefined): string {
    return `▧ ${savedAs === undefined ? '' : `${this.#style('bold', savedAs)} · `}${this.#style('dim', alt)}`;
  }

  #file({ name, text }: SceneFile): string[] {
    const lines = text.trimEnd().split('\n');
    const shown = lines.slice(0, FILE_LINES);
    const more = lines.length - shown.length;
    return [
      `▤ ${this.#style('bold', name)}`,
      ...[...shown, ...(more > 0 ? [`… ${more} more lines`] : [])].map((line) => this.#style('dim', line)),
    ];
  }

  #form({ title, field }: FormScene): string {
    const lines = [
      this.#style('bold', title),
      `${field}: ________`,
      this.#style('dim', 'A form that only you see: type into it.'),
    ];
    return lines.map((line) => `  │ ${line}`).join('\n');
  }

  #style(style: Style, text: string): string {
    return this.#colours ? styleText(style, text, { validateStream: false }) : text;
  }
}
