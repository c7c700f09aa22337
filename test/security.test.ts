import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

const read = (file: string) => readFile(new URL(`../${file}`, import.meta.url), 'utf8');

const rows = [...(await read('SECURITY.md')).matchAll(/\| `(test\/[\w/-]+\.test\.ts)`: (.+?) \|$/gm)].map(
  ([, file = '', title = '']) => ({ file, title }),
);

describe('the threat model in SECURITY.md', () => {
  it('names a test for every threat', async () => {
    const section = (await read('SECURITY.md')).split('## Threat model')[1]?.split('\n## ')[0] ?? '';
    const threats = section.match(/^\| (?!threat|---)/gm) ?? [];
    expect(rows.length).toBeGreaterThan(20);
    expect(rows).toHaveLength(threats.length);
  });

  it.each(rows)('is right about $file: $title', async ({ file, title }) => {
    expect(await read(file)).toContain(title);
  });
});
