import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import packageJson from '../../package.json' with { type: 'json' };

declare module 'vitest' {
  interface ProvidedContext {
    /** The compiled `main.js`. */
    mainFile: string;
  }
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Where packages are found from, and where nobody looks for sources. */
const CACHE = join(ROOT, 'node_modules/.cache');

/** Compiles the bot once for all tests that start it as a process: from the sources each start takes twice as long. */
export default async function compileBot({ provide }: TestProject): Promise<() => Promise<void>> {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, 'talk-bot-balance-'));
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const child = spawn(process.execPath, [tsc, '-p', join(ROOT, 'tsconfig.build.json'), '--outDir', folder], {
    stdio: 'inherit',
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error('the bot does not compile');
  for (const assets of packageJson.config.assets) {
    await cp(join(ROOT, 'src', assets), join(folder, assets), { recursive: true });
  }
  provide('mainFile', join(folder, 'main.js'));
  return () => rm(folder, { recursive: true });
}
