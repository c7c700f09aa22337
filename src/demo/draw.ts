import { styleText } from 'node:util';
import type { Effect, FormScene, Scene } from './scene.ts';

type Style = Parameters<typeof styleText>[0];

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

  effect(effect: Effect): string {
    switch (effect.kind) {
      case 'message':
        return this.#message(effect.scene);
      case 'form':
        return this.#form(effect.form);
      case 'remark':
        return this.#style('italic', `  (${effect.text})`);
    }
  }

  #message({ marks, title, lines, buttons, colour }: Scene): string {
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
      ...(buttons.length === 0 ? [] : ['', drawnButtons.join(' ')]),
    ]
      .map((line) => bar + line)
      .join('\n');
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
