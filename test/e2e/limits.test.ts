import { afterEach, describe, expect, it, vi } from 'vitest';
import { ask } from '../faults/conversation.ts';
import { Harness } from './harness.ts';
import { PLATFORMS, personOn } from './person.ts';

describe('somebody who asks for a balance in a Telegram group', () => {
  let harness: Harness;
  afterEach(() => harness.stop());

  it('can ask for it in private all the same: nothing was looked up yet', async () => {
    harness = await Harness.start({ platforms: ['telegram'], env: { LOOKUPS_PER_MINUTE: '1' } });
    const user = harness.telegram.user({ firstName: 'Kim', languageCode: 'en' });
    await ask(user, harness.key({ kind: 'good' }));
    const group = harness.telegram.group({ title: 'Friends' });
    for (let count = 1; count <= 2; count += 1) {
      user.send(`/balance@${harness.telegram.botUsername}`, { in: group });
      const answers = () => group.messages.entries.filter(({ from }) => from.isBot);
      await group.messages.waitFor(() => answers().length === count, `answer ${count}`);
      expect(answers().at(-1)?.text).toContain('between you and me');
    }
    expect((await ask(user, '/balance')).text).toContain('2,005,317.99');
  });
});

describe.each(PLATFORMS)('somebody on %s who asks too much', (platform) => {
  let harness: Harness;
  afterEach(async () => {
    vi.useRealTimers();
    await harness.stop();
  });

  /** How many events were passed over in silence. */
  const silences = () => harness.log.entries.filter(({ outcome }) => outcome === 'silence').length;

  it('is told once to wait, then not answered, and answered again when the time is over', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    harness = await Harness.start({ platforms: [platform], env: { MESSAGES_PER_MINUTE: '3' } });
    const [person, other] = [personOn(platform, harness), personOn(platform, harness)];
    for (let count = 0; count < 3; count += 1)
      expect(await person.command('help')).toContain('What I can do');
    expect(await person.command('help')).toMatch(/A little slower.*I answer again in \d+ (seconds|minute)/s);
    person.say('help');
    person.say('help');
    await harness.log.waitFor(() => silences() === 2, 'two events passed over');
    expect(await other.command('help')).toContain('What I can do');
    await harness.passTime(61_000);
    expect(await person.command('help')).toContain('What I can do');
    expect(harness.log.entries.filter(({ outcome }) => outcome === 'limited')).toHaveLength(1);
  });

  it('is held off the billing API, but can use everything else', async () => {
    harness = await Harness.start({ platforms: [platform], env: { LOOKUPS_PER_MINUTE: '2' } });
    const person = personOn(platform, harness, { chinese: true });
    const key = harness.key({ kind: 'good' });
    await person.write(key);
    await person.command('balance');
    await person.press('刷新');
    expect(await person.command('balance')).toContain('你在短时间内多次查询余额');
    person.say('balance');
    await harness.log.waitFor(() => silences() === 1, 'an event passed over');
    expect(harness.billing.timesAsked(key)).toBe(3);
    expect(await person.command('key')).toContain('你登记的密钥');
  });

  it('is told so beside the balance when refreshing it, which stays with its buttons', async () => {
    harness = await Harness.start({ platforms: [platform], env: { LOOKUPS_PER_MINUTE: '1' } });
    const person = personOn(platform, harness);
    await person.write(harness.key({ kind: 'good' }));
    await person.command('balance');
    const before = person.shown();
    const said = await person.pressAside('Refresh');
    expect(said).toMatch(/A little slower.*You have asked for your balance many times/s);
    expect(person.shown()).toEqual(before);
    expect(before).toContain('Refresh');
  });

  it('cannot guess keys through the bot', async () => {
    harness = await Harness.start({ platforms: [platform], env: { REGISTRATIONS_PER_HOUR: '2' } });
    const person = personOn(platform, harness);
    const good = harness.key({ kind: 'good' });
    await person.write(good);
    await person.write(harness.key({ kind: 'refused', httpStatus: 401 }));
    const asked = harness.billing.calls.entries.length;
    const guess = harness.key({ kind: 'good' });
    const notice = await person.write(guess);
    expect(notice).toContain('I did not check or store the key that you just sent');
    expect(notice).toMatch(
      platform === 'discord' ? /please delete your message/ : /I have deleted your message/,
    );
    expect(harness.billing.calls.entries).toHaveLength(asked);
    expect(await person.command('key')).toContain(`sk-…${good.slice(-4)}`);
    expect(await person.command('balance')).toContain('2,005,317.99');
  });

  it('does not exist where there are no limits', async () => {
    harness = await Harness.start({
      platforms: [platform],
      env: { MESSAGES_PER_MINUTE: '0', LOOKUPS_PER_MINUTE: '0', REGISTRATIONS_PER_HOUR: '0' },
    });
    const person = personOn(platform, harness);
    await person.write(harness.key({ kind: 'good' }));
    for (let count = 0; count < 40; count += 1)
      expect(await person.command('balance')).toContain('2,005,317.99');
  });
});
