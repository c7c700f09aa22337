import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { LeaseFile } from '../../src/storage/sqlite/lease-file.ts';
import { Presence, type PresenceEvents } from '../../src/storage/sqlite/presence.ts';

/** A file that may fall silent, as it does for a process that stands still. */
class FallingSilent extends LeaseFile {
  isSilent = false;

  override run<Row>(sql: string, ...values: readonly unknown[]): Promise<Row[]> {
    return this.isSilent ? new Promise(() => undefined) : super.run(sql, ...values);
  }
}

describe('whether a process is alone on a store', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'talk-bot-balance-'));
    await writeFile(join(folder, 'store.sqlite'), '');
  });
  afterEach(() => rm(folder, { recursive: true }));

  function arrive(events: Partial<PresenceEvents> = {}) {
    const file = new FallingSilent(join(folder, 'store.sqlite'), 2_000, (task) => task());
    onTestFinished(() => file.close());
    const nothing = async () => undefined;
    const presence = new Presence(file, {
      onAlone: nothing,
      onStillAlone: nothing,
      onCompany: nothing,
      ...events,
    });
    return { presence, file };
  }

  const alone = (presence: Presence) => vi.waitFor(() => expect(presence.isAlone).toBe(true), 5_000);

  it('is alone until another wants to come in, which waits until room is made', async () => {
    const steps: string[] = [];
    const first = arrive({
      async onCompany() {
        steps.push('makes room');
        await Promise.resolve();
        steps.push('has made room');
      },
    });
    expect(first.presence.isAlone).toBe(false);
    await first.presence.entered();
    await alone(first.presence);
    const second = arrive();
    await second.presence.entered();
    steps.push('comes in');
    expect(steps).toEqual(['makes room', 'has made room', 'comes in']);
    expect([first.presence.isAlone, second.presence.isAlone]).toEqual([false, false]);
    await second.presence.leave();
    await alone(first.presence);
    await first.presence.leave();
  });

  it('lets only one of several that come together be alone, when the others have gone', async () => {
    const all = [arrive(), arrive(), arrive()];
    await Promise.all(all.map(({ presence }) => presence.entered()));
    expect(all.map(({ presence }) => presence.isAlone)).toEqual([false, false, false]);
    const [last, ...others] = all;
    await Promise.all(others.map(({ presence }) => presence.leave()));
    if (last === undefined) throw new Error('nobody is left');
    await alone(last.presence);
    await last.presence.leave();
  });

  it('makes room within a second though it stands still, and brings what it did alone when it goes on', async () => {
    const onCompany = vi.fn(async () => undefined);
    const first = arrive({ onCompany });
    await first.presence.entered();
    await alone(first.presence);
    first.file.isSilent = true;
    const second = arrive();
    await second.presence.entered();
    expect(first.presence.isAlone).toBe(false);
    expect(onCompany).not.toHaveBeenCalled();
    await alone(second.presence);
    await second.presence.leave();
  });

  it('does not take being alone for granted after others were there while it stood still', async () => {
    const onCompany = vi.fn(async () => undefined);
    const onAlone = vi.fn(async () => undefined);
    const first = arrive({ onCompany, onAlone });
    await first.presence.entered();
    await alone(first.presence);
    // Its own next word is the first that is said after the second one was there.
    const said = vi.spyOn(first.file, 'run').mockImplementation(() => Promise.reject(new Error('too late')));
    const second = arrive();
    await second.presence.entered();
    await second.presence.leave();
    said.mockRestore();
    await first.presence.entered();
    expect(onCompany).toHaveBeenCalledOnce();
    await alone(first.presence);
    expect(onAlone).toHaveBeenCalledTimes(2);
    await first.presence.leave();
  });

  it('lets a process in where the file fails', async () => {
    const { presence, file } = arrive();
    vi.spyOn(file, 'run').mockRejectedValue(new Error('broken'));
    await presence.entered();
    expect(presence.isAlone).toBe(false);
    await presence.leave();
  });
});
