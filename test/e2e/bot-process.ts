import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { inject } from 'vitest';
import { Journal } from '../../src/sandbox/journal.ts';

/** The bot as a process of its own. */
export class BotProcess {
  readonly lines = new Journal<string>();
  readonly exited: Promise<number | null>;
  readonly #child: ChildProcess;

  /**
   * @param folder where it runs, and where it looks for `.env`
   * @param fileLimitKiB the size that no file of the process may outgrow; writing on fails as on a full disk
   */
  constructor(folder: string, env: Readonly<Record<string, string>>, fileLimitKiB?: number) {
    const command = [process.execPath, inject('mainFile')];
    // Without the trap, the signal of the limit would end the process, which a full disk does not do.
    const limit = `trap '' XFSZ; ulimit -f ${fileLimitKiB ?? 'unlimited'}; exec "$@"`;
    this.#child = spawn('bash', ['-c', limit, 'bash', ...command], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', ...env },
    });
    this.exited = once(this.#child, 'close').then(([code]) => code);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => this.lines.push(chunk));
    }
  }

  get output(): string {
    return this.lines.entries.join('');
  }

  saying(text: string, timeoutMs = 15_000): Promise<unknown> {
    return this.lines.waitFor(() => this.output.includes(text), `the process to say ${text}`, timeoutMs);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  end(): void {
    if (this.#child.exitCode === null) this.#child.kill('SIGKILL');
  }
}
