const UNITS_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Far more than anybody watches a key for. */
const MAX_DAYS = 400;

/** `3d`, `6h` or `30m`, in milliseconds. Throws for anything else. */
export function parseDuration(text: string): number {
  const [, amount = '', unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const ms = Number(amount) * (UNITS_MS[unit] ?? 0);
  if (ms === 0 || ms > MAX_DAYS * 86_400_000) {
    throw new Error(`say how long, at most ${MAX_DAYS}d: /wait 3d, or /wait 6h`);
  }
  return ms;
}
