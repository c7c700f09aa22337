import { randomUUID } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dispatch, RestCall } from '../../src/sandbox/discord/index.ts';
import type { BotApiCall, BotApiRequest } from '../../src/sandbox/telegram/index.ts';

/** The environment variable that names the folder to record in; without it nothing is recorded. */
export const RECORDINGS = 'CONTRACT_RECORDINGS';

/** A file as it is recorded: without its content. */
export type RecordedFile = Pick<RestCall['files'][string], 'fileName' | 'contentType' | 'size'>;

export interface RecordedCall extends Omit<RestCall, 'files'> {
  readonly files: Readonly<Record<string, RecordedFile>>;
}

/** What passed between the bots and one set of sandboxes. */
export interface Recording {
  readonly discord: {
    readonly calls: readonly RecordedCall[];
    /** Events that the bot was told of, over the gateway or at its endpoint. */
    readonly dispatches: readonly Pick<Dispatch, 't' | 'd'>[];
  };
  readonly telegram: { readonly requests: readonly BotApiRequest[]; readonly calls: readonly BotApiCall[] };
}

export async function saveRecording(folder: string, recording: Recording): Promise<void> {
  await writeFile(join(folder, `${randomUUID()}.json`), JSON.stringify(recording));
}

export async function loadRecordings(folder: string): Promise<Recording[]> {
  const files = await readdir(folder);
  return Promise.all(
    files.map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8')) as Recording),
  );
}
