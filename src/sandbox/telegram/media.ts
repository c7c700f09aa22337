import type { UploadedFile } from '../uploaded-file.ts';
import { badRequest } from './errors.ts';
import type { Files, StoredFile } from './files.ts';
import { type OutgoingText, readCaption } from './formatted-text.ts';
import { Params, textField } from './params.ts';

/** A photo or document, and its caption. */
export interface OutgoingMedia extends OutgoingText {
  readonly file: StoredFile;
}

/** The photo or document that the parameter of that name holds: an upload, or the id of a file. */
export function readFile(params: Params, files: Files, kind: StoredFile['kind']): StoredFile {
  const upload = params.file(kind);
  return stored(files, kind, upload, upload === undefined ? params.text(kind) : undefined);
}

/** Reads `media`, an InputMedia with its caption. */
export function readInputMedia(params: Params, files: Files): OutgoingMedia {
  const media = params.object('media');
  if (media === undefined) throw mediaError('expected an Object');
  const kind = textField(media, 'type');
  if (kind !== 'photo' && kind !== 'document') throw mediaError('unsupported type specified');
  const reference = textField(media, 'media') ?? '';
  const caption = readCaption(new Params(media));
  return { ...caption, file: stored(files, kind, params.attached(reference), reference) };
}

function stored(
  files: Files,
  kind: StoredFile['kind'],
  upload: UploadedFile | undefined,
  id: string | undefined,
): StoredFile {
  if (upload !== undefined) return kind === 'photo' ? files.addPhoto(upload) : files.addDocument(upload);
  if (!id || id.startsWith('attach://')) throw badRequest(`there is no ${kind} in the request`);
  return files.find(id, kind);
}

function mediaError(reason: string) {
  return badRequest(`can't parse InputMedia: ${reason}`);
}
