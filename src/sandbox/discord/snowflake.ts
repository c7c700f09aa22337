/** Discord's ids count milliseconds from the first second of 2015 (Discord documentation, "Snowflakes"). */
const EPOCH_MS = 1_420_070_400_000n;

let sequence = 0n;

/** A new id, unique in this process and later than all before. @param aheadMs as if made so much later */
export function snowflake(aheadMs = 0): string {
  sequence += 1n;
  return (((BigInt(Date.now() + aheadMs) - EPOCH_MS) << 22n) | (sequence & 0x3fffffn)).toString();
}
