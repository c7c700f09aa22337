import { describe, expect, it } from 'vitest';
import { buttonId, parseButtonId } from '../../src/chat/button-id.ts';
import { COMMANDS } from '../../src/chat/commands/index.ts';
import { findZones } from '../../src/chat/time-zones.ts';

const BOB = 'telegram:9007199254740991';
const ALICE = 'discord:18446744073709551615';

describe('the id of a button', () => {
  const actions = COMMANDS.flatMap((command) =>
    Object.keys(command.presses ?? {}).map((press) => ({
      command: command.name,
      press,
      argument: 'unreadable',
    })),
  );

  it('tells its owner what was pressed', () => {
    for (const action of actions) {
      expect(parseButtonId(BOB, buttonId(BOB, action))).toEqual({ kind: 'action', action });
    }
    const bare = { command: 'balance', press: 'refresh' };
    expect(parseButtonId(ALICE, buttonId(ALICE, bare))).toEqual({ kind: 'action', action: bare });
  });

  it('is foreign to everybody else', () => {
    for (const action of actions)
      expect(parseButtonId(ALICE, buttonId(BOB, action))).toEqual({ kind: 'foreign' });
  });

  it.each([
    '',
    'refresh',
    '0|balance|refresh||1',
    '2|balance|refresh||1',
    '1|balance|refresh|',
    '1|a|b|c|d|e',
  ])('is outdated when it is "%s"', (id) => {
    expect(parseButtonId(BOB, id)).toEqual({ kind: 'outdated' });
  });

  it('fits into what Telegram and Discord allow', () => {
    const zones = findZones('america', 0).map((zone) => ({
      command: 'timezone',
      press: 'set',
      argument: zone,
    }));
    for (const action of [...actions, ...zones]) {
      expect(Buffer.byteLength(buttonId(BOB, action))).toBeLessThanOrEqual(64);
      expect(buttonId(ALICE, action).length).toBeLessThanOrEqual(100);
    }
  });
});
