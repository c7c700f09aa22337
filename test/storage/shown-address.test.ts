import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutPassword } from '../../src/storage/open-storage.ts';

/** What somebody may have for a password who does not know that it has to be encoded. */
const RAW = fc.oneof(
  fc.string(),
  fc
    .array(fc.constantFrom('12', 'secret', ...'/?#&=:@% \n'.split(''), '?password=', '&password='))
    .map((parts) => parts.join('')),
);

describe('the address of a store that is shown', () => {
  it.each([
    ['redis://:12/secret@host', 'redis://:…@host'],
    ['redis://ann:12/secret@host:6379/0', 'redis://ann:…@host:6379/0'],
    ['redis://a@b:secret@host', 'redis://a@b:…@host'],
    ['postgres://ann:se?cr#et@host/db', 'postgres://ann:…@host/db'],
    ['postgres://ann:1@host/db?ssl=true&password=se&cr#et', 'postgres://ann:…@host/db?ssl=true&password=…'],
    ['postgres://ann@host/db?password=se:cr@et', 'postgres://ann@host…'],
  ])('is, of %s, %s', (url, shown) => {
    expect(withoutPassword(url)).toBe(shown);
  });

  it.each([
    'redis://host:6379/0',
    'postgres://ann@host:5432/db?sslmode=require',
    'sqlite:///data/of:ann@home?.sqlite',
  ])('is whole without a password: %s', (url) => {
    expect(withoutPassword(url)).toBe(url);
  });

  it('tells nothing of a password, whatever is in it', () => {
    fc.assert(
      fc.property(RAW, (password) => {
        expect(['redis://ann:…@host/0', 'redis://ann…']).toContain(
          withoutPassword(`redis://ann:${password}@host/0`),
        );
        expect(['postgres://ann@host/db?password=…', 'postgres://ann@host…']).toContain(
          withoutPassword(`postgres://ann@host/db?password=${password}`),
        );
      }),
    );
  });
});
