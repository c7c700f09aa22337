import { randomBytes } from 'node:crypto';
import { extname } from 'node:path';
import type { PhotoSize } from 'grammy/types';
import { imageSize } from '../image-size.ts';
import type { UploadedFile } from '../uploaded-file.ts';
import { badRequest } from './errors.ts';

/** A photo that people look at. */
export interface TelegramPhoto {
  /** As uploaded; nothing in a photo that a person sent. */
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

/** A file that people can save. */
export interface TelegramDocument {
  readonly bytes: Buffer;
  readonly fileName: string;
  readonly mimeType: string | undefined;
}

interface FileIds {
  /** By which the bot can send it again. */
  readonly id: string;
  readonly uniqueId: string;
}

/** A file on Telegram's servers. */
export type StoredFile = FileIds &
  ((TelegramPhoto & { readonly kind: 'photo' }) | (TelegramDocument & { readonly kind: 'document' }));

// Limits: https://core.telegram.org/bots/api#sendphoto and #senddocument
const MAX_PHOTO_BYTES = 10 * 1024 * 1024;
const MAX_PHOTO_SIDES = 10_000;
const MAX_PHOTO_RATIO = 20;
const MAX_DOCUMENT_BYTES = 50 * 1024 * 1024;

/** Telegram goes by the name of a document, not by the type that came with it. */
const MIME_TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.json': 'application/json',
  '.png': 'image/png',
  '.txt': 'text/plain',
};

/** The files that a bot's messages hold, which it can send again by their ids. */
export class Files {
  readonly #files = new Map<string, StoredFile>();

  /** @throws Refusal for an id that is none, or of a file of another kind */
  find(id: string, kind: StoredFile['kind']): StoredFile {
    // The sandbox goes nowhere, so no address leads to a file.
    if (/^https?:\/\//i.test(id)) throw badRequest('failed to get HTTP URL content');
    const file = this.#files.get(id);
    if (file === undefined) throw badRequest('wrong file identifier/HTTP URL specified');
    if (file.kind !== kind) {
      throw badRequest(`can't use file of type ${capitalized(file.kind)} as ${capitalized(kind)}`);
    }
    return file;
  }

  /** @throws Refusal for what Telegram does not take for a photo */
  addPhoto({ content, size }: UploadedFile): StoredFile {
    checkSize(size, MAX_PHOTO_BYTES, ' for a photo');
    const dimensions = imageSize(content);
    if (dimensions === undefined) throw badRequest('IMAGE_PROCESS_FAILED');
    const sides = [dimensions.width, dimensions.height];
    const [shorter, longer] = [Math.min(...sides), Math.max(...sides)];
    if (shorter + longer > MAX_PHOTO_SIDES || longer > shorter * MAX_PHOTO_RATIO) {
      throw badRequest('PHOTO_INVALID_DIMENSIONS');
    }
    return this.#add({ kind: 'photo', bytes: content, ...dimensions });
  }

  /** @throws Refusal for an empty or too big file */
  addDocument({ content, size, fileName }: UploadedFile): StoredFile {
    checkSize(size, MAX_DOCUMENT_BYTES, '');
    const mimeType = MIME_TYPES[extname(fileName).toLowerCase()];
    return this.#add({ kind: 'document', bytes: content, fileName, mimeType });
  }

  /** The photo of a person, of which the bot is told no more than that there is one. */
  addBlankPhoto(): StoredFile {
    return this.#add({ kind: 'photo', bytes: Buffer.alloc(0), width: 90, height: 90 });
  }

  #add(file: (TelegramPhoto & { kind: 'photo' }) | (TelegramDocument & { kind: 'document' })): StoredFile {
    const added = { ...file, id: randomBytes(24).toString('base64url'), uniqueId: uniqueId() };
    this.#files.set(added.id, added);
    return added;
  }
}

/** The fields of the Bot API's `Message` that hold the file. */
export function fileFields(file: StoredFile) {
  const ids = { file_id: file.id, file_unique_id: file.uniqueId, file_size: file.bytes.length };
  if (file.kind === 'photo') {
    const photo: PhotoSize[] = [{ ...ids, width: file.width, height: file.height }];
    return { photo };
  }
  const { fileName, mimeType } = file;
  return {
    document: { ...ids, file_name: fileName, ...(mimeType === undefined ? {} : { mime_type: mimeType }) },
  };
}

function checkSize(size: number, most: number, use: string): void {
  if (size === 0) throw badRequest('file must be non-empty');
  if (size > most) {
    throw badRequest(`file of size ${size} bytes is too big${use}; the maximum size is ${most} bytes`);
  }
}

function uniqueId(): string {
  return randomBytes(12).toString('base64url');
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
