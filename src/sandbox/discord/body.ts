import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { UploadedFile } from '../uploaded-file.ts';

/** What a call brought: JSON, and files by the names of their parts, such as `files[0]`. */
export interface RequestBody {
  readonly body: unknown;
  readonly files: Readonly<Record<string, UploadedFile>>;
}

/** Reads JSON, alone or as `payload_json` beside files (Discord documentation, "Uploading files"). */
export async function readBody(request: IncomingMessage): Promise<RequestBody> {
  const raw = await buffer(request);
  const contentType = request.headers['content-type'] ?? '';
  if (!contentType.startsWith('multipart/form-data')) return { body: parsed(raw.toString()), files: {} };
  const form = await readForm(raw, contentType);
  if (form === undefined) return { body: raw.toString(), files: {} };
  const files: Record<string, UploadedFile> = {};
  for (const [name, part] of form) {
    if (typeof part === 'string') continue;
    files[name] = new UploadedFile(part.name, part.type, Buffer.from(await part.arrayBuffer()));
  }
  const json = form.get('payload_json');
  return { body: parsed(typeof json === 'string' ? json : ''), files };
}

async function readForm(raw: Buffer, contentType: string): Promise<FormData | undefined> {
  try {
    return await new Response(raw, { headers: { 'content-type': contentType } }).formData();
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
