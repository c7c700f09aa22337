import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a part of the bench does when it is told to, by name. */
type Handlers = Readonly<Record<string, (argument: never) => unknown>>;

interface Call {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

type Answer = { readonly id: number } & ({ readonly result: unknown } | { readonly failure: string });

/** Lets the process that started this one call the handlers. */
export function serve(handlers: Handlers): void {
  process.on('message', async ({ id, name, argument }: Call) => {
    const answer = await Promise.resolve()
      .then(() => handlers[name]?.(argument as never))
      .then(
        (result): Answer => ({ id, result }),
        (error: unknown): Answer => ({ id, failure: error instanceof Error ? `${error.stack}` : `${error}` }),
      );
    process.send?.(answer);
  });
  process.once('disconnect', () => process.exit());
}

/** A part of the bench that runs in a process of its own, so that it shares its event loop with nothing. */
export class Part<H extends Handlers> {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, PromiseWithResolvers>();
  #calls = 0;
  #ended: Error | undefined;

  /** @param file beside this one */
  constructor(file: string, env: NodeJS.ProcessEnv = {}) {
    this.#child = fork(fileURLToPath(new URL(file, import.meta.url)), {
      execArgv: ['--import', 'tsx'],
      env: { PATH: process.env.PATH, ...env },
      serialization: 'advanced',
    });
    this.#child.on('message', (answer: Answer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ('failure' in answer) waiting?.reject(new Error(`${file}: ${answer.failure}`));
      else waiting?.resolve(answer.result);
    });
    this.#child.once('exit', (code) => {
      this.#ended = new Error(`${file} ended with ${code}`);
      for (const { reject } of this.#waiting.values()) reject(this.#ended);
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  call<N extends keyof H & string>(
    name: N,
    ...[argument]: Parameters<H[N]>
  ): Promise<Awaited<ReturnType<H[N]>>> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    const id = this.#calls;
    this.#calls += 1;
    return new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, name, argument });
    }) as Promise<Awaited<ReturnType<H[N]>>>;
  }

  async stop(): Promise<void> {
    if (this.#ended !== undefined) return;
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }
}

interface PromiseWithResolvers {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: Error) => void;
}
