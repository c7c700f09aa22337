import type { Chart, Sample } from './chart.ts';
import type { Font } from './font.ts';
import { type Box, type Layout, TEXT_SIZE } from './layout.ts';

export const MARK_SIZE = 20;

const LABEL_HEIGHT = TEXT_SIZE + 4;
const GAP = 6;

/** A top-up on the line, and its amount where there is room for it. */
export interface TopUpMark {
  readonly at: number;
  readonly value: number;
  readonly label?: { readonly text: string; readonly x: number; readonly y: number };
}

/** Marks the top-ups that a chart shows. Amounts cover neither marks nor each other; of too many, the latest stay. */
export function topUpMarks({ topUps, from, until }: Chart, layout: Layout, font: Font): TopUpMark[] {
  const marks = topUps
    .filter(({ at }) => at >= from && at <= until)
    .map(({ at, amount }) => ({ at, amount, value: balanceAt(layout.samples, at) }));
  const taken = marks.map(({ at, value }) => around(layout.x(at), layout.y(value), MARK_SIZE, MARK_SIZE));
  return marks
    .toReversed()
    .map(({ at, value, amount }) => {
      const text = font.legible(amount);
      const places = candidates(layout.x(at), layout.y(value), font.width(text, TEXT_SIZE), layout.plot);
      const free = places.filter((place) => !taken.some((box) => overlap(box, place)));
      const place = free.find((box) => !isCrossed(box, layout)) ?? free[0];
      if (place === undefined) return { at, value };
      taken.push(place);
      return {
        at,
        value,
        label: { text, x: (place.left + place.right) / 2, y: (place.top + place.bottom) / 2 },
      };
    })
    .toReversed();
}

function balanceAt(samples: readonly Sample[], at: number): number {
  return (samples.findLast((sample) => sample.at <= at) ?? samples[0])?.left ?? 0;
}

/** Places for a label near a mark, the best first, all within the plot. */
function candidates(x: number, y: number, width: number, plot: Box): Box[] {
  const aside = MARK_SIZE / 2 + GAP + width / 2;
  const above = (level: number) => y - MARK_SIZE / 2 - GAP - LABEL_HEIGHT * (level + 0.5);
  const centred = Math.min(Math.max(x, plot.left + GAP + width / 2), plot.right - width / 2);
  return [
    around(centred, above(0), width, LABEL_HEIGHT),
    around(x - aside, y, width, LABEL_HEIGHT),
    around(x + aside, y, width, LABEL_HEIGHT),
    around(centred, above(1), width, LABEL_HEIGHT),
  ].filter(
    ({ left, right, top }) => left >= plot.left && right <= plot.right && top >= plot.top - LABEL_HEIGHT / 2,
  );
}

function around(x: number, y: number, width: number, height: number): Box {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

function overlap(one: Box, other: Box): boolean {
  const beside = one.right <= other.left || other.right <= one.left;
  return !beside && one.top < other.bottom && other.top < one.bottom;
}

/** Whether the line of the balance passes through a box. */
function isCrossed(box: Box, { samples, x, y }: Layout): boolean {
  return samples.some(({ at, left }, index) => {
    const previous = samples[index - 1];
    const end = samples[index + 1]?.at ?? at;
    const tread = { left: x(at), right: x(end), top: y(left), bottom: y(left) };
    const riser = { left: x(at), right: x(at), top: y(left), bottom: y(left) };
    if (previous !== undefined) {
      riser.top = Math.min(riser.top, y(previous.left));
      riser.bottom = Math.max(riser.bottom, y(previous.left));
    }
    return overlap(tread, box) || overlap(riser, box);
  });
}
