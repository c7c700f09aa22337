import fc from 'fast-check';

/** Stands in every hostile text, so that wherever one comes to light it is recognised. */
export const MARK = 'zQ7kX9vB2mW4';

/** What breaks layouts, markup, parsers and objects, or calls people. */
const PIECES = [
  '\u202e\u2066\u200f', // turns the direction of writing
  '\u200b\u200d\ufeff\u2060', // shows as nothing
  '\u0000\u0007\u001b[31m',
  '\r\n\n',
  '<b>',
  '</b></i>',
  '<a href="tg://user?id=1">',
  '<!--&#0;&amp',
  '**_~~||`',
  '```js\n',
  '[text](https://evil.example)',
  '> # - 1.',
  '\\',
  '@everyone @here',
  '<@1> <@!1> <@&1> <#1> <t:1:R> <:a:1>',
  '@durov',
  '/balance@sandbox_bot',
  't.me/sandbox_bot',
  '__proto__',
  'constructor.prototype',
  '{ $key }',
  '|1|balance|refresh||1',
  '\u0301\u0301\u0301\u0301',
  '𝕏👩‍👩‍👧‍👦',
  ' ',
] as const;

const piece = fc.oneof(
  fc.constantFrom(...PIECES),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

/** Text that wants to do harm, {@link MARK} somewhere within. @param maxLength in UTF-16 code units */
export function hostileText(maxLength = 4096): fc.Arbitrary<string> {
  const within = maxLength - MARK.length;
  const around = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
  return fc.tuple(around, around, fc.constantFrom(1, 1, 1, 200)).map(([before, after, times]) => {
    const start = cut(before, within);
    return start + MARK + cut(after.repeat(times), within - start.length);
  });
}

/** What has the form of a key, with characters that mean something elsewhere; {@link MARK} somewhere within. */
export const hostileKey: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('', 'sk-', 'Bearer'),
    visible(0, 60),
    fc.oneof(visible(0, 8), fc.constantFrom('@abc', '<@1>', 't.me', '/key', '`**`', '&lt;', '#tag', '|1|a')),
    fc.constantFrom('', '', 'x'.repeat(400), 'x'.repeat(4000)),
  )
  .map(
    ([prefix, start, end, filling]) =>
      cut(prefix + start + filling, 4096 - MARK.length - end.length) + MARK + end,
  );

function visible(minLength: number, maxLength: number): fc.Arbitrary<string> {
  const character = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
  return fc.string({ unit: character, minLength, maxLength });
}

/** As much of the text as fits, without half a surrogate pair at its end. */
function cut(text: string, length: number): string {
  return text.slice(0, Math.max(0, length)).replace(/[\ud800-\udbff]$/, '');
}
