import type { Census } from '../records/census.ts';
import type { KeyRing } from '../records/key-ring.ts';

/** A line for each encryption key: the operator's name for it, and how many records are sealed under it. */
export function keyLines({ keys }: Pick<Census, 'keys'>, ring: KeyRing): string[] {
  const known = ring.keys.map(({ id, label }, index) => {
    const count = keys.get(id) ?? 0;
    const remark = index === 0 ? ', writes' : count === 0 ? ', no longer needed: it can be dropped' : '';
    return `  ${label}: ${count}${remark}`;
  });
  const unknown = [...keys].filter(([id]) => ring.find(id) === undefined);
  return [...known, ...unknown.map(([id, count]) => `  a key that is not set (${id}): ${count}`)];
}

/** A line for each record that does not open. */
export function closedLines({ closed }: Pick<Census, 'closed'>): string[] {
  return closed.map(({ name, problem }) => `  ${name}: ${problem}`);
}
