import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Harness } from './harness.ts';
import { PLATFORMS, personOn } from './person.ts';

describe.each(PLATFORMS)('somebody on %s who tells the time zone', (platform) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await Harness.start({ platforms: [platform] });
  });
  afterAll(() => harness.stop());

  const person = (chinese = false) => personOn(platform, harness, { chinese });

  it('sees times in it, is told the quiet hours, and can turn them off and on', async () => {
    const user = person();
    await user.register(harness.key({ kind: 'good' }));
    expect(await user.command('key')).toMatch(/[AP]M UTC\./);
    const set = await user.command('timezone', { zone: 'Shanghai' });
    expect(set).toContain('Your time zone is **Asia/Shanghai (UTC+8)**.'.replaceAll('**', bold(platform)));
    expect(set).toContain('22:00–08:00');
    expect(await user.command('key')).toMatch(/[AP]M UTC\+8\./);
    await user.command('timezone');
    expect(user.shown().slice(1)).toEqual(['Turn quiet hours off']);
    expect(await user.press('Turn quiet hours off')).toContain('Quiet hours are off');
    expect(await user.command('timezone', { quiet: '23:30-7' })).toContain('23:30–07:00');
    expect(await user.command('timezone', { zone: 'UTC+5', quiet: 'off' })).toContain('Quiet hours are off');
    expect(await user.press('Turn quiet hours on')).toContain('22:00–08:00');
    expect(await user.command('timezone', { zone: 'off' })).toContain('I have forgotten your time zone');
    expect(await user.command('key')).toMatch(/[AP]M UTC\./);
  });

  it('chooses it by a button, from those that are common for the language', async () => {
    const user = person(true);
    const asked = await user.command('timezone');
    expect(asked).toContain('我还不知道你的时区');
    expect(user.shown().slice(1)).toEqual([
      'Asia/Shanghai (UTC+8)',
      'Asia/Hong_Kong (UTC+8)',
      'Asia/Taipei (UTC+8)',
      'Asia/Singapore (UTC+8)',
    ]);
    expect(await user.press('Asia/Taipei (UTC+8)')).toContain('Asia/Taipei (UTC+8)');
    expect(user.shown().slice(1)).toEqual(['关闭免打扰']);
    expect(await user.command('timezone', { zone: '北京' })).toContain('Asia/Shanghai (UTC+8)');
  });

  it('chooses from several that fit, at most eight, and loses no quiet hours by it', async () => {
    const user = person();
    const asked = await user.command('timezone', { zone: 'Argentina', quiet: '21-6' });
    expect(asked).toMatch(/Several time zones fit that.*21:00–06:00/s);
    const chosen = await user.press('America/Argentina/Rio_Gallegos (UTC-3)');
    expect(chosen).toMatch(/Gallegos \(UTC-3\).*21:00–06:00/s);
    expect(await user.command('timezone', { zone: 'america' })).toMatch(/\d+ time zones fit that/);
    expect(user.shown().slice(1)).toHaveLength(8);
    await user.command('timezone', { zone: '+5:30' });
    expect(user.shown().slice(1)).toEqual(['Asia/Colombo (UTC+5:30)', 'Asia/Kolkata (UTC+5:30)']);
  });

  it('is helped kindly with what cannot be read, and nothing changes', async () => {
    const user = person();
    await user.command('timezone', { zone: 'Asia/Tokyo', quiet: '21-6' });
    const unknown = await user.command('timezone', { zone: 'Atlantis', quiet: '20-5' });
    expect(unknown).toMatch(/I know no time zone of that name.*UTC\+8.*Nothing was stored or changed/s);
    const unreadable = await user.command('timezone', { zone: 'London', quiet: 'late' });
    expect(unreadable).toMatch(/cannot read those quiet hours.*22-8.*Nothing was stored or changed/s);
    expect(await user.command('timezone')).toMatch(/Asia\/Tokyo \(UTC\+9\).*21:00–06:00/s);
  });

  it('may tell quiet hours first: they wait for the time zone', async () => {
    const user = person();
    const waiting = await user.command('timezone', { quiet: '１：００－６：３０' });
    expect(waiting).toMatch(/01:00–06:30.*as soon as I know your time zone/s);
    expect(await user.command('timezone', { zone: 'UTC' })).toContain('01:00–06:30');
  });

  it('reads of it in the help and in what is stored', async () => {
    const user = person();
    expect(await user.command('help')).toContain('your time zone, and when I stay silent');
    expect(await user.command('privacy')).toContain('time zone and quiet hours');
  });
});

function bold(platform: string): string {
  return platform === 'discord' ? '**' : '';
}

describe('on Telegram, where there are no options,', () => {
  it('what is written behind the command is understood', async () => {
    const harness = await Harness.start({ platforms: ['telegram'] });
    const user = personOn('telegram', harness);
    for (const [words, understood] of [
      ['Asia/Shanghai quiet:22-8', /Asia\/Shanghai \(UTC\+8\).*22:00–08:00/s],
      ['quiet：23-7', /Asia\/Shanghai.*23:00–07:00/s],
      ['New York', /America\/New_York.*23:00–07:00/s],
      ['0:30-7', /America\/New_York.*00:30–07:00/s],
      ['UTC+8', /time zone is UTC\+8\..*00:30–07:00/s],
      ['America/Argentina/Rio_Gallegos quiet:off', /Rio_Gallegos.*Quiet hours are off/s],
      ['off', /I have forgotten/],
    ] as const) {
      expect(await user.command(`timezone ${words}`)).toMatch(understood);
    }
    await harness.stop();
  });
});

describe('on Discord, where options are completed,', () => {
  it('time zones are offered by city in any case, 25 at most', async () => {
    const harness = await Harness.start({ platforms: ['discord'] });
    const user = harness.discord.user({ username: 'Kim' });
    const offered = (value: string) => user.autocomplete('timezone', { option: 'zone', value });
    const shanghai = { name: 'Asia/Shanghai (UTC+8)', value: 'Asia/Shanghai' };
    expect(await offered('shang')).toEqual([shanghai]);
    expect(await offered('北京')).toEqual([shanghai]);
    expect(await offered('utc+8')).toEqual([{ name: 'UTC+8', value: 'Etc/GMT-8' }]);
    expect(await offered('a')).toHaveLength(25);
    expect(await offered('nowhere at all')).toEqual([]);
    expect((await offered('')).map(({ value }) => value)).toContain('America/Los_Angeles');
    await harness.stop();
  });
});
