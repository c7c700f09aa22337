import { describe, expect, it } from 'vitest';
import {
  formatLinkCode,
  LINK_CODE_ALPHABET,
  linkCodeInMessage,
  parseLinkCode,
} from '../../src/accounts/link-code-form.ts';

describe('a link code', () => {
  it.each(['ABCD-2345', 'abcd 2345', ' AbCd2345\n', 'A B C D – 2 3 4 5', 'ＡＢＣＤ２３４５'])(
    'is read from "%s"',
    (text) => {
      expect(parseLinkCode(text)).toBe('ABCD2345');
    },
  );

  it('is read with the letters that look like digits', () => {
    expect(parseLinkCode('oOiI-lL23')).toBe('00111123');
  });

  it.each(['', 'ABCD-234', 'ABCD-23456', 'ABCD-234U', 'ABCD_2345', 'ABCD-234é'])(
    'is not read from "%s"',
    (text) => {
      expect(parseLinkCode(text)).toBeUndefined();
    },
  );

  it('is read back as it is shown', () => {
    for (let start = 0; start + 8 <= LINK_CODE_ALPHABET.length; start += 1) {
      const code = LINK_CODE_ALPHABET.slice(start, start + 8);
      expect(formatLinkCode(code)).toMatch(/^.{4}-.{4}$/);
      expect(parseLinkCode(formatLinkCode(code))).toBe(code);
      expect(linkCodeInMessage(formatLinkCode(code))).toBe(code);
    }
  });

  it.each(['ABCD2345', 'ABCD 2345', 'my code: ABCD-2345', 'sk-12345678', 'WORK-2O2U'])(
    'is not seen in the message "%s", which may be a key or a name',
    (text) => {
      expect(linkCodeInMessage(text)).toBeUndefined();
    },
  );
});
