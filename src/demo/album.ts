import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { ScenePicture } from './scene.ts';

/** A folder for what a person saw: the pictures as PNG, and the transcript beside them. */
export class Album {
  readonly #folder: string;
  readonly #taken = new Set<string>();

  /** @param folder made where it is not there; files of the same names are replaced */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
  }

  /** @returns the name of the file, such as `alice-balance-last-7-days.png` */
  savePicture(owner: string, { title, png }: ScenePicture): string {
    const name = this.#freeName([owner, title].map(slugOf).join('-'));
    writeFileSync(join(this.#folder, name), png);
    return name;
  }

  saveTranscript(text: string): void {
    writeFileSync(join(this.#folder, 'transcript.txt'), stripVTControlCharacters(text));
  }

  #freeName(stem: string): string {
    let name = `${stem}.png`;
    for (let number = 2; this.#taken.has(name); number += 1) name = `${stem}-${number}.png`;
    this.#taken.add(name);
    return name;
  }
}

/** Letters and digits of any language. */
function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
