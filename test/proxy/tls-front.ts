import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { certificate } from './certificate.ts';

/** TLS in front of a sandbox, which notes where connections come from, and what they ask for. */
export class TlsFront {
  /** The addresses that connections came from. */
  readonly peers = new Set<string>();
  /** The names that the handshakes asked for (RFC 6066, "Server Name Indication"); `false` where one asked for none. */
  readonly names = new Set<string | false>();
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<TLSSocket>();

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  /** @param target the port of the sandbox, asked for at each connection */
  static async start(target: () => number): Promise<TlsFront> {
    const server = createServer(await certificate());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const front = new TlsFront(server);
    server.on('connection', ({ remoteAddress }) => front.peers.add(remoteAddress ?? ''));
    server.on('secureConnection', (near) => {
      // The types know of no server that was not asked for a name.
      front.names.add(near.servername ?? false);
      front.#join(near, target());
    });
    return front;
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #join(near: TLSSocket, port: number): void {
    const far = connect(port, '127.0.0.1');
    this.#sockets.add(near);
    near.on('error', () => undefined).on('close', () => far.destroy());
    near.on('close', () => this.#sockets.delete(near));
    far.on('error', () => undefined).on('close', () => near.destroy());
    near.pipe(far).pipe(near);
  }
}
