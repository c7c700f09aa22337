/** Draws from a fixed beginning: the same seed gives the same draws. Fit for simulation, not for secrets. */
export interface Random {
  /** Evenly spread, from 0 up to but without 1. */
  uniform(): number;
  /** Standard normal: mean 0, deviation 1. */
  normal(): number;
}

/** Mulberry32 (Tommy Ettinger, public domain), normal draws by Box and Muller. @param seed 32 bits of it count */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}
