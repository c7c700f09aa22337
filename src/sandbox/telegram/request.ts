import type { IncomingMessage } from 'node:http';
import { UploadedFile } from '../uploaded-file.ts';
import { badRequest } from './errors.ts';
import { isObject, type JsonObject } from './params.ts';

/** Reads the parameters of a call: query string and body (JSON, urlencoded or multipart), the body winning. */
export async function readPayload(request: IncomingMessage, url: URL): Promise<JsonObject> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  return { ...Object.fromEntries(url.searchParams), ...decode(body, request.headers['content-type'] ?? '') };
}

function decode(body: Buffer, contentType: string): JsonObject {
  if (body.length === 0) return {};
  if (contentType.startsWith('application/json')) return decodeJson(body);
  if (contentType.startsWith('multipart/form-data')) return decodeMultipart(body, contentType);
  return Object.fromEntries(new URLSearchParams(body.toString()));
}

function decodeJson(body: Buffer): JsonObject {
  try {
    const value: unknown = JSON.parse(body.toString());
    if (isObject(value)) return value;
  } catch {}
  throw badRequest("can't parse request JSON object");
}

/** Splits a multipart body by hand: grammY leaves file names unquoted, which the parser of the platform refuses. */
function decodeMultipart(body: Buffer, contentType: string): JsonObject {
  const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1];
  if (boundary === undefined) throw badRequest('multipart boundary is missing');
  const payload: Record<string, unknown> = {};
  // Latin-1 maps bytes to characters one to one, so binary content survives the splitting.
  for (const part of body.toString('latin1').split(`--${boundary}`).slice(1, -1)) {
    const headEnd = part.indexOf('\r\n\r\n');
    const head = Buffer.from(part.slice(0, headEnd), 'latin1').toString();
    const content = Buffer.from(part.slice(headEnd + 4, -2), 'latin1');
    const name = /\bname="?([^";\r]+)/i.exec(head.replace(/filename=[^;\r]*/i, ''))?.[1];
    const fileName = /filename="?([^";\r]+)/i.exec(head)?.[1];
    if (name === undefined) throw badRequest('multipart part has no name');
    const contentType = /^content-type: *([^\r]+)/im.exec(head)?.[1] ?? '';
    payload[name] =
      fileName === undefined ? content.toString() : new UploadedFile(fileName, contentType, content);
  }
  return payload;
}
