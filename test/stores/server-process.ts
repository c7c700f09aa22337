import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A server that was started for the tests. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #endNow: () => void;

  private constructor(child: ChildProcess, signal: NodeJS.Signals) {
    this.#child = child;
    // However the tests end, it ends with them.
    this.#endNow = () => child.kill(signal);
    process.once('exit', this.#endNow);
  }

  /**
   * Starts a program and waits until it prints that it is ready; rejects when it ends before.
   *
   * @param signal has it end at once
   */
  static async start(
    program: string,
    args: readonly string[],
    { ready, signal, ...options }: Omit<SpawnOptions, 'signal'> & { ready: string; signal: NodeJS.Signals },
  ): Promise<ServerProcess> {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const server = new ServerProcess(child, signal);
    await new Promise<void>((resolve, reject) => {
      let printed = '';
      const look = (chunk: Buffer) => {
        printed += chunk.toString();
        if (printed.includes(ready)) resolve();
      };
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`${program} has ended: ${printed}`)));
    });
    return server;
  }

  async stop(): Promise<void> {
    process.off('exit', this.#endNow);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#endNow();
    await ended;
  }
}
