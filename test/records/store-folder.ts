import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one store, gone after the test. */
export class StoreFolder implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async make(): Promise<StoreFolder> {
    return new StoreFolder(await mkdtemp(join(tmpdir(), 'talk-bot-balance-')));
  }

  get file(): string {
    return join(this.path, 'store.sqlite');
  }

  get url(): string {
    return `sqlite://${this.file}`;
  }

  /** Every byte of the database and its log. */
  async bytes(): Promise<string> {
    const files = await readdir(this.path);
    return (await Promise.all(files.map((file) => readFile(join(this.path, file), 'latin1')))).join('\n');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true });
  }
}
