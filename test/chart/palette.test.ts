import { describe, expect, it } from 'vitest';
import { PALETTE } from '../../src/chart/palette.ts';

/** WCAG 2.2, relative luminance. @param colour `#rrggbb` */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe('the palette', () => {
  it('measures contrast as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  it.each(['text', 'mutedText', 'topUp'] as const)('lets %s be read on the card', (name) => {
    expect(contrast(PALETTE[name], PALETTE.card)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['balance', 'forecast', 'topUp', 'axis'] as const)('lets %s be seen on the card', (name) => {
    expect(contrast(PALETTE[name], PALETTE.card)).toBeGreaterThanOrEqual(3);
  });
});
