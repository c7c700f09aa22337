import { readFile } from 'node:fs/promises';
import { minVersion, satisfies } from 'semver';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const manifest = z.object({
  engines: z.object({ node: z.string() }),
  /** Which packages may run scripts when they are installed and which may not, as npm reads it. */
  allowScripts: z.record(z.string(), z.boolean()),
});

const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      integrity: z.string().optional(),
      hasInstallScript: z.boolean().default(false),
      engines: z.object({ node: z.string().optional() }).optional(),
    }),
  ),
});

async function read<Schema extends z.ZodType>(file: string, schema: Schema): Promise<z.output<Schema>> {
  return schema.parse(JSON.parse(await readFile(new URL(`../${file}`, import.meta.url), 'utf8')));
}

const { engines, allowScripts } = await read('package.json', manifest);
const { packages } = await read('package-lock.json', lock);
const dependencies = Object.entries(packages).filter(([path]) => path !== '');

/** The oldest Node of each range that package.json names. */
const NODES = engines.node.split('||').map((range) => minVersion(range)?.version ?? '');

describe('the dependencies', () => {
  it('are pinned by hash', () => {
    const loose = dependencies.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
    expect(loose.map(([path]) => path)).toEqual([]);
  });

  it('have no install script that package.json says nothing about', () => {
    const names = dependencies
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect([...new Set(names)].sort()).toEqual(Object.keys(allowScripts).sort());
  });

  it.each(NODES)('all run on Node %s', (node) => {
    const unfit = dependencies.filter(
      ([, { engines: needed }]) => needed?.node !== undefined && !satisfies(node, needed.node),
    );
    expect(unfit.map(([path, { engines: needed }]) => `${path} needs ${needed?.node}`)).toEqual([]);
  });
});
