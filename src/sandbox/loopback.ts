import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that listens on 127.0.0.1, on a port the system chose. */
export interface Loopback {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly port: number;
  /** Closes the server and every connection it still has. */
  close(): Promise<void>;
}

/** Starts `server` on loopback, on a free port where none is given. */
export async function listenOnLoopback(server: Server, wantedPort = 0): Promise<Loopback> {
  server.listen(wantedPort, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
