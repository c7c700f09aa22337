import type { APIEmbed } from 'discord.js';
import { z } from 'zod';
import { imageSize } from '../image-size.ts';
import type { UploadedFile } from '../uploaded-file.ts';
import { invalidForm, requestTooLarge, tooManyAttachments } from './errors.ts';
import { snowflake } from './snowflake.ts';

// Limits: Discord documentation, "Uploading files" and "Attachment object".
const MAX_ATTACHMENTS = 10;
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

/** Files that came with a message, by the names of their parts. */
export type Files = Readonly<Record<string, UploadedFile>>;

/** What a request says of its files, whose ids are the numbers of their parts, and of those that are to stay. */
export const attachmentRequests = z
  .array(
    z.object({
      id: z.union([z.string().regex(/^\d+$/), z.int().min(0)]).transform(String),
      filename: z.string().min(1).max(1024).nullish(),
      description: z.string().max(1024).nullish(),
    }),
  )
  .max(MAX_ATTACHMENTS)
  .nullish();

type AttachmentRequests = z.output<typeof attachmentRequests>;

/** A file of a message. */
export interface Attachment {
  readonly id: string;
  readonly filename: string;
  /** What is told of the picture to those who do not see it. */
  readonly description: string | undefined;
  readonly content_type: string;
  /** Bytes. */
  readonly size: number;
  readonly bytes: Buffer;
  readonly url: string;
}

/**
 * The attachments of a message after a request.
 *
 * Without a list in the request all stay and the new files join them; with one only those on it are there then.
 *
 * @throws DiscordRefusal for too many or too big files, or for one on the list that is neither here nor uploaded
 */
export function attachmentsAfter(
  before: readonly Attachment[],
  requested: AttachmentRequests | undefined,
  files: Files,
  channelId: string,
): readonly Attachment[] {
  if (Object.values(files).some(({ size }) => size > MAX_FILE_BYTES)) throw requestTooLarge();
  const uploads = new Map(
    Object.entries(files).map(([part, file]) => [/^files\[(\d+)\]$/.exec(part)?.[1] ?? part, file]),
  );
  const after =
    requested === undefined
      ? [...before, ...[...uploads.values()].map((file) => attach(file, channelId))]
      : (requested ?? []).map(({ id, filename, description }, index) => {
          const upload = uploads.get(id);
          const named = { ...(filename && { filename }), ...(description != null && { description }) };
          if (upload !== undefined) return attach(upload, channelId, named);
          const kept = before.find((each) => each.id === id);
          if (kept === undefined) throw invalid(['attachments', index, 'id'], 'There is no such file');
          return { ...kept, ...named };
        });
  if (after.length > MAX_ATTACHMENTS) throw tooManyAttachments();
  return after;
}

/**
 * Puts the addresses of files in for `attachment://NAME` in pictures of embeds.
 *
 * @throws DiscordRefusal for one that is no file of the message, or no picture by its name
 */
export function withPictures(embeds: readonly APIEmbed[], attachments: readonly Attachment[]): APIEmbed[] {
  return embeds.map((embed, index) => ({ ...embed, ...picturesOf(embed, index, attachments) }));
}

function picturesOf(embed: APIEmbed, index: number, attachments: readonly Attachment[]): Partial<APIEmbed> {
  return Object.fromEntries(
    (['image', 'thumbnail'] as const).flatMap((place) => {
      const name = /^attachment:\/\/(.*)$/.exec(embed[place]?.url ?? '')?.[1];
      if (name === undefined) return [];
      const file = attachments.find(({ filename }) => filename === name);
      if (file === undefined || !/^[\w.-]+\.(png|jpe?g|webp|gif)$/i.test(name)) {
        throw invalid(['embeds', index, place, 'url'], 'There is no such picture in the message');
      }
      return [
        [place, { ...embed[place], url: file.url, proxy_url: proxyUrl(file), ...imageSize(file.bytes) }],
      ];
    }),
  );
}

/** Discord's `Attachment` objects; a file that an embed shows is not among them. */
export function attachmentObjects(
  attachments: readonly Attachment[],
  embeds: readonly APIEmbed[],
  ephemeral: boolean,
): object[] {
  const shown = new Set(embeds.flatMap(({ image, thumbnail }) => [image?.url, thumbnail?.url]));
  return attachments
    .filter(({ url }) => !shown.has(url))
    .map(({ bytes, description, ...file }) => ({
      ...file,
      proxy_url: proxyUrl(file),
      ...(description !== undefined && { description }),
      ...imageSize(bytes),
      ...(ephemeral && { ephemeral }),
    }));
}

function attach(
  file: UploadedFile,
  channelId: string,
  named: { readonly filename?: string; readonly description?: string } = {},
): Attachment {
  const id = snowflake();
  const filename = named.filename ?? file.fileName;
  return {
    id,
    filename,
    description: named.description,
    content_type: file.contentType,
    size: file.size,
    bytes: file.content,
    url: `https://cdn.discordapp.com/attachments/${channelId}/${id}/${encodeURIComponent(filename)}`,
  };
}

function proxyUrl({ url }: Pick<Attachment, 'url'>): string {
  return url.replace('cdn.discordapp.com', 'media.discordapp.net');
}

function invalid(path: (string | number)[], message: string) {
  return invalidForm([{ code: 'custom', path, message }]);
}
