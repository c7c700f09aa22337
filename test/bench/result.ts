import { median } from './statistics.ts';

/** What a figure shall be. */
export interface Target {
  readonly kind: 'at most' | 'at least';
  readonly value: number;
}

/** One figure of the table: the median of rounds, with the least and the greatest. */
export interface Figure {
  readonly what: string;
  readonly unit: string;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly rounds: number;
  readonly target?: Target;
  readonly met?: boolean;
}

/** A part of the bench that can be run alone. */
export interface Row {
  readonly name: string;
  run(world: Bench): Promise<readonly Figure[]>;
}

/** What rows are told of how much they shall measure, and where they may put files. */
export interface Bench {
  /** Rounds of everything that is measured in rounds. */
  readonly rounds: number;
  /** Takes all sizes down, to see in a minute whether everything runs. */
  readonly quick: boolean;
  /** A folder that is deleted afterwards. */
  readonly folder: string;
  say(text: string): void;
}

/** A figure out of what the rounds gave. */
export function figure(what: string, unit: string, values: readonly number[], target?: Target): Figure {
  const middle = median(values);
  return {
    what,
    unit,
    median: middle,
    min: Math.min(...values),
    max: Math.max(...values),
    rounds: values.length,
    ...(target && { target, met: isMet(middle, target) }),
  };
}

function isMet(value: number, { kind, value: wanted }: Target): boolean {
  return kind === 'at most' ? value <= wanted : value >= wanted;
}
