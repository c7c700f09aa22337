import type { IncomingMessage } from 'node:http';

/** What became of reading a body. */
export type BodyRead =
  | { readonly kind: 'read'; readonly body: Buffer }
  | { readonly kind: 'too-large' }
  /** The client went before it had sent all of it. */
  | { readonly kind: 'broken-off' };

/** Reads the body of a request, but no more of it than `maxBytes`. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<BodyRead> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else {
        request.pause();
        resolve({ kind: 'too-large' });
      }
    });
    request.on('end', () => resolve({ kind: 'read', body: Buffer.concat(chunks) }));
    const breakOff = () => resolve({ kind: 'broken-off' });
    request.on('error', breakOff);
    request.on('close', breakOff);
  });
}
