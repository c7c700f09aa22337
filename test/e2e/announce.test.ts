import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Harness } from './harness.ts';
import { PLATFORMS } from './person.ts';
import { type Member, type Standing, teamOn } from './team.ts';

const HOUR_MS = 3_600_000;

const ENV = {
  CURRENCY: 'USD',
  WATCH_INTERVAL: '1h',
  MESSAGES_PER_MINUTE: '0',
  LOOKUPS_PER_MINUTE: '0',
  REGISTRATIONS_PER_HOUR: '0',
};

const LOW = 'running low';

/** What tells how much of something is left. */
const FIGURES = /\d{2}\.\d|USD|points|%/;

describe.each(PLATFORMS)('a team on %s', (platform) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await Harness.start({ platforms: [platform], env: ENV });
  });
  afterAll(() => harness.stop());

  const newTeam = () => teamOn(platform, harness);

  async function round(): Promise<void> {
    harness.advance(HOUR_MS);
    await harness.app.watch();
  }

  /** Gives a member a key called work, to be warned about when less than 50 USD are left. */
  async function customer(member: Member) {
    const { person } = member;
    const key = harness.key({ kind: 'good' });
    if (platform === 'telegram') await person.write('/key work');
    await person.write(key);
    if (platform === 'discord')
      await person.command('key name', { name: `sk-…${key.slice(-4)}`, to: 'work' });
    await person.command('alert', { below: 50 });
    return { person, key, account: harness.billing.account(key) };
  }

  it.for(['manager', 'owner'] as const)('has warnings announced by a %s', async (standing) => {
    const team = newTeam();
    const member = team.join(standing);
    await customer(member);
    expect(await member.command('announce')).toContain('Done');
    expect(team.heard()).toEqual([
      expect.stringMatching(/From now on I say here .* I never tell its figures/),
    ]);
  });

  it('has none announced by anybody else', async () => {
    const team = newTeam();
    const member = team.join('member');
    const { account } = await customer(member);
    expect(await member.command('announce')).toContain('Only administrators');
    account.spend('151');
    await round();
    await member.person.waitForMessage(LOW);
    expect(team.heard()).toEqual([]);
  });

  it('reads of a warning once, without figures, beside the one that its owner reads', async () => {
    const team = newTeam();
    const member = team.join('manager');
    const { person, account } = await customer(member);
    await member.command('announce', { name: 'work' });
    expect(await person.command('alert')).toContain('announced in channels, too: work');
    account.spend('151');
    await round();
    expect(await person.waitForMessage(LOW)).toContain('49.531799');
    await round();
    const [, ...warnings] = team.heard();
    expect(warnings).toEqual([expect.stringContaining('work is running low')]);
    expect(warnings[0]).toContain('Its owner has the details.');
    expect(warnings[0]).not.toMatch(FIGURES);
  });

  it('reads figures where they were asked for', async () => {
    const team = newTeam();
    const member = team.join('manager');
    const { account } = await customer(member);
    await member.command('announce', { name: 'work', figures: true });
    account.spend('151');
    await round();
    expect(team.heard()[1]).toContain('49.531799');
  });

  it('reads that a key has stopped working, and nothing of the key itself', async () => {
    const team = newTeam();
    const member = team.join('manager');
    const { person, key } = await customer(member);
    await member.command('announce', { name: 'work' });
    harness.billing.setKey(key, { kind: 'refused', httpStatus: 401 });
    await round();
    await person.waitForMessage('Your key has stopped working');
    await round();
    const [, ...warnings] = team.heard();
    expect(warnings).toEqual([expect.stringContaining('work has stopped working')]);
    expect(warnings[0]).not.toContain(key.slice(-4));
  });

  it('reads nothing more once that is ended', async () => {
    const team = newTeam();
    const member = team.join('manager');
    const { person, account } = await customer(member);
    await member.command('announce', { name: 'work' });
    expect(await member.command('announce', { off: true })).toContain('No more warnings come here');
    expect(await member.command('announce', { off: true })).toContain('No warnings of yours come here');
    account.spend('151');
    await round();
    await person.waitForMessage(LOW);
    expect(team.heard()).toHaveLength(1);
  });

  it("reads of nobody else's key", async () => {
    const team = newTeam();
    const members = (['owner', 'manager', 'manager'] as const).map((standing: Standing) =>
      team.join(standing),
    );
    const [owner, stranger, keyless] = members as [Member, Member, Member];
    const { person, account } = await customer(owner);
    const other = harness.key({ kind: 'good' });
    await stranger.person.register(other);
    expect(await stranger.command('announce', { name: 'work' })).toMatch(
      /Which of your keys\?|You have no key of that name/,
    );
    expect(await keyless.command('announce', { name: 'work' })).toContain('You have no key registered');
    account.spend('151');
    await round();
    await person.waitForMessage(LOW);
    expect(team.heard()).toEqual([]);
  });

  it('reads nothing where the bot may not write, and its owner does all the same', async () => {
    const team = newTeam();
    const member = team.join('manager');
    const { person, account } = await customer(member);
    await member.command('announce', { name: 'work' });
    team.silence(member);
    account.spend('151');
    await round();
    await person.waitForMessage(LOW);
    expect(team.heard()).toHaveLength(1);
  });

  it('is not begun where the bot may not write', async () => {
    const team = newTeam();
    const member = team.join('manager');
    const { person } = await customer(member);
    team.silence(member);
    const seen = harness.log.entries.length;
    // In a group that it may not write in, the bot cannot even say so.
    const answer = member.command('announce', { name: 'work' });
    if (platform === 'discord') expect(await answer).toContain('I am not allowed to write here');
    else answer.catch(() => undefined);
    await harness.log.waitFor(
      (line) =>
        harness.log.entries.indexOf(line) >= seen && [line.outcome, line.answer].includes('not-announced'),
      'the refusal',
    );
    expect(await person.command('alert')).not.toContain('announced in channels');
  });

  it('is where it must be used: not in private', async () => {
    const { person } = newTeam().join('owner');
    const where = { discord: 'in the channel of your server', telegram: 'in the group' }[platform];
    expect(await person.command('announce')).toContain(where);
  });
});
