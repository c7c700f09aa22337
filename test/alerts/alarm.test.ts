import { describe, expect, it } from 'vitest';
import { type Alarm, alarmOf, stoppedAlarm, upToDate } from '../../src/alerts/alarm.ts';
import { type AlertChannel, type Book, STOPPED } from '../../src/alerts/book.ts';
import type { Reading } from '../../src/alerts/crossing.ts';
import type { Notice } from '../../src/alerts/outbox.ts';
import type { Rule } from '../../src/alerts/rule.ts';
import type { StoredKey } from '../../src/keys/account.ts';
import { Secret } from '../../src/secret.ts';
import { HOUR, point, START } from '../history/points.ts';

const A = 'discord:1';
const B = 'telegram:2';

const KEY: StoredKey = { id: 'key', slot: 0, key: new Secret('sk-0123456789'), verified: true, addedAt: 0 };
const SUBJECT = { owner: A, key: KEY, chats: [A] } as const;

const CHANNEL: AlertChannel = {
  keyId: KEY.id,
  platform: 'telegram',
  id: '-100',
  locale: 'en',
  figures: false,
  by: A,
};

const below = (id: string, threshold: string, more: Partial<Rule> = {}): Rule => ({
  id,
  kind: 'below',
  threshold,
  chat: A,
  ...more,
});

const bookOf = (...rules: readonly Rule[]): Book => ({ rules: [...rules], channels: [], firings: [] });

const reading = (left: number, toppedUp = false): Reading => ({
  balance: point(START, left).balance,
  toppedUp,
  daysLeft: undefined,
});

/** Each notice as its reader and the rules that it comes of. */
function toldBy({ notices }: Pick<Alarm, 'notices'>): readonly string[] {
  return notices.map(({ to, reasons }) => {
    const reader = to.kind === 'person' ? to.user : to.id;
    return `${reader}: ${reasons.map(({ ruleId }) => ruleId).join(' ')}`;
  });
}

/** Applies a reading an hour to a book. @returns who is told what each time, and the book at the end */
function story(book: Book, readings: readonly Reading[], from = START) {
  let after = book;
  const told = readings.map((each, hour) => {
    const alarm = alarmOf(SUBJECT, after, each, from + hour * HOUR);
    after = alarm.book;
    return toldBy(alarm).join(', ');
  });
  return { told, book: after };
}

describe('an alarm', () => {
  it('is raised when a key falls below, and again only after a top-up', () => {
    const readings = [reading(60), reading(49), reading(48), reading(100, true), reading(49)];
    const { told, book } = story(bookOf(below('r', '50')), readings);
    expect(told).toEqual(['', `${A}: r`, '', '', `${A}: r`]);
    expect(book.firings).toEqual([{ ruleId: 'r', keyId: KEY.id, at: START + 4 * HOUR, toppedUp: false }]);
  });

  it('makes a notice that is due at once and was not sent', () => {
    const [notice] = alarmOf(SUBJECT, bookOf(below('r', '50')), reading(49), START).notices;
    expect(notice).toEqual({
      id: expect.any(String),
      keyId: KEY.id,
      reasons: [{ ruleId: 'r', about: 'below', threshold: '50' }],
      to: { kind: 'person', user: A },
      madeAt: START,
      dueAt: START,
      sends: 0,
    });
  });

  it('tells each chat all of its own at once, and a channel each threshold once', () => {
    const rules = [below('a', '50'), below('b', '50', { chat: B }), below('c', '55')];
    const book = { ...bookOf(...rules), channels: [CHANNEL, { ...CHANNEL, id: '-200', keyId: 'another' }] };
    expect(toldBy(alarmOf(SUBJECT, book, reading(49), START))).toEqual([
      `${A}: a c`,
      `${B}: b`,
      `${CHANNEL.id}: a c`,
    ]);
  });

  it('leaves alone what is of another key', () => {
    const firing = { ruleId: 'r', keyId: 'another', at: START, toppedUp: false, snoozedUntil: START + HOUR };
    const book = { ...bookOf(below('r', '50'), below('s', '50', { keyId: 'another' })), firings: [firing] };
    const alarm = alarmOf(SUBJECT, book, reading(49), START);
    expect(toldBy(alarm)).toEqual([`${A}: r`]);
    expect(alarm.book.firings).toContainEqual(firing);
  });

  it('takes back what is over, also that the key was refused', () => {
    const { book } = story(bookOf(below('r', '50')), [reading(49)]);
    const low = alarmOf(SUBJECT, book, reading(48), START);
    expect([...low.overRuleIds]).toEqual([STOPPED]);
    const clear = alarmOf(SUBJECT, book, reading(100, true), START);
    expect([...clear.overRuleIds]).toEqual([STOPPED, 'r']);
    expect(clear.book.firings).toEqual([]);
  });

  describe('that is snoozed', () => {
    const book: Book = {
      ...bookOf(below('r', '50'), below('s', '40')),
      channels: [CHANNEL],
      firings: [{ ruleId: 'r', keyId: KEY.id, at: START, toppedUp: false, snoozedUntil: START + 2 * HOUR }],
    };

    it('puts off what another rule of the key would say, and then says both once', () => {
      const readings = [reading(45), reading(39), reading(38), reading(37)];
      expect(story(book, readings).told).toEqual(['', '', `${A}: r s, ${CHANNEL.id}: r s`, '']);
    });

    it('says nothing where a top-up comes first', () => {
      expect(story(book, [reading(45), reading(100, true), reading(90)]).told).toEqual(['', '', '']);
    });
  });

  describe('about a key that was refused', () => {
    const book = { ...bookOf(below('r', '50', { chat: B }), below('s', '50')), channels: [CHANNEL] };

    it('tells its chats, those that guard it, and its channels, each once', () => {
      const alarm = stoppedAlarm(SUBJECT, book, START);
      expect(toldBy(alarm)).toEqual([A, B, CHANNEL.id].map((reader) => `${reader}: ${STOPPED}`));
      expect([...alarm.overRuleIds]).toEqual(['r', 's']);
      expect(stoppedAlarm(SUBJECT, alarm.book, START + HOUR)).toEqual({
        book: alarm.book,
        notices: [],
        overRuleIds: new Set(),
      });
    });

    it('is raised anew when the key has worked meanwhile', () => {
      const stopped = stoppedAlarm(SUBJECT, book, START);
      const works = alarmOf(SUBJECT, stopped.book, reading(100), START + HOUR);
      expect(works.book.firings).toEqual([]);
      expect(stoppedAlarm(SUBJECT, works.book, START + 2 * HOUR).notices).toHaveLength(3);
    });
  });
});

describe('a notice on its way', () => {
  const rules = [below('r', '50'), below('s', '40')];
  const fired = alarmOf(SUBJECT, { ...bookOf(...rules), channels: [CHANNEL] }, reading(39), START);
  const [toPerson, toChannel] = fired.notices as [Notice, Notice];
  const seen = (left: number, toppedUp = false) => ({ ...reading(left, toppedUp), readAt: START + HOUR });
  const said = (notice: Notice, book: Book, left?: ReturnType<typeof seen>) =>
    upToDate(notice, KEY, book, left, START + HOUR);

  it('says what is still true', () => {
    expect(said(toPerson, fired.book)).toBe(toPerson);
    expect(said(toPerson, fired.book, seen(39))).toBe(toPerson);
    expect(said(toChannel, fired.book, seen(39))).toBe(toChannel);
  });

  it('says no more of what a top-up has ended, of all or of a part', () => {
    expect(said(toPerson, fired.book, seen(45, true))?.reasons).toEqual([toPerson.reasons[0]]);
    expect(said(toPerson, fired.book, seen(100, true))).toBeUndefined();
  });

  it('says nothing of rules and channels that are gone', () => {
    const left = { ...fired.book, rules: rules.slice(1), channels: [] };
    expect(said(toPerson, left)?.reasons).toEqual([toPerson.reasons[1]]);
    expect(said(toPerson, { ...left, firings: [] })).toBeUndefined();
    expect(said(toChannel, left)).toBeUndefined();
  });

  it('says nothing to a person who has snoozed it since, who is reminded anew; a channel hears it', () => {
    const snoozed = (until: number): Book => ({
      ...fired.book,
      firings: fired.book.firings.map((each) => ({ ...each, snoozedUntil: until })),
    });
    expect(said(toPerson, snoozed(START + HOUR + 1))).toBeUndefined();
    expect(said(toPerson, snoozed(START + HOUR))).toBeUndefined();
    expect(said(toChannel, snoozed(START + HOUR + 1))).toBe(toChannel);
  });

  it('that a key was refused says nothing where the key has worked since', () => {
    const stopped = stoppedAlarm(SUBJECT, bookOf(), START);
    const [notice] = stopped.notices as [Notice];
    expect(said(notice, stopped.book)).toBe(notice);
    expect(said(notice, stopped.book, { ...seen(39), readAt: START })).toBe(notice);
    expect(said(notice, stopped.book, seen(39))).toBeUndefined();
  });
});
