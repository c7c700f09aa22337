import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A line between the bot and a server on loopback, that can break, be down for a while, or carry nothing. */
export class LossyLine {
  readonly #server = createServer((near) => this.#join(near));
  readonly #sockets = new Set<Socket>();
  readonly #target: URL;
  #port = 0;
  #isSilent = false;

  private constructor(target: URL) {
    this.#target = target;
  }

  /** @param url of the server, with or without a path */
  static async to(url: string): Promise<LossyLine> {
    const line = new LossyLine(new URL(url));
    await line.comeBack();
    return line;
  }

  /** What leads to the server over this line. */
  get url(): string {
    const url = new URL(this.#target);
    url.port = String(this.#port);
    return url.href.replace(/\/$/, '');
  }

  /** Breaks every connection that there is; new ones work. */
  break(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Breaks every connection and takes no new ones, until {@link comeBack}. */
  async goAway(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.break();
    await closed;
  }

  /** Listens again where it did before. */
  async comeBack(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Carries nothing any more, on connections that stay open and on new ones, until {@link speak}. */
  fallSilent(): void {
    this.#isSilent = true;
    for (const socket of this.#sockets) socket.unpipe().pause();
  }

  /** Carries everything again; connections from the time of the silence stay as they are. */
  speak(): void {
    this.#isSilent = false;
  }

  #join(near: Socket): void {
    const far = connect(Number(this.#target.port), '127.0.0.1');
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      // What ends one end ends the other, which is all that there is to do about it.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    if (!this.#isSilent) near.pipe(far).pipe(near);
  }
}
