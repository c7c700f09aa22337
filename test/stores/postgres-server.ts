import { execFile } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';
import { findProgram } from './programs.ts';
import { ServerProcess } from './server-process.ts';
import type { TestServer } from './test-server.ts';

const run = promisify(execFile);

const USER = 'talkbot';

/** A PostgreSQL of the tests' own; `undefined` where it is not on this machine, or nobody is there to run it. */
export async function startPostgres(): Promise<TestServer | undefined> {
  const initdb = findProgram('initdb');
  const postgres = findProgram('postgres');
  if (initdb === undefined || postgres === undefined) return undefined;
  const owner = await ownerOfServer();
  if (owner === undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'talk-bot-balance-postgres-'));
  await chown(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  await run(initdb, ['-D', data, '-U', USER, '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8'], {
    ...owner,
    cwd: folder,
  });
  const port = await freePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    full_page_writes: 'off',
    max_connections: 300,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = await ServerProcess.start(postgres, ['-D', data, ...args], {
    ...owner,
    cwd: folder,
    ready: 'ready to accept connections',
    // Not SIGKILL, which would leave its own processes for a while.
    signal: 'SIGQUIT',
  });
  return {
    url: `postgres://${USER}@127.0.0.1:${port}`,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** PostgreSQL does not run as root. */
async function ownerOfServer(): Promise<{ uid: number; gid: number } | undefined> {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  if (uid !== 0) return { uid, gid };
  try {
    const ids = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'postgres'])));
    const [user, group] = ids.map(({ stdout }) => Number(stdout));
    return user && group ? { uid: user, gid: group } : undefined;
  } catch {
    return undefined;
  }
}
