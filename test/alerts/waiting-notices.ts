import type { Notice } from '../../src/alerts/outbox.ts';

export const OWNER = 'telegram:1';
export const OTHER = 'discord:2';
export const NOW = Date.UTC(2026, 10, 28);

/** A notice of a rule of its own, to the owner in person. */
export const notice = (id: string, more: Partial<Notice> = {}): Notice => ({
  id,
  keyId: 'key',
  reasons: [{ ruleId: `rule-of-${id}`, about: 'below', threshold: '5' }],
  to: { kind: 'person', user: OWNER },
  madeAt: NOW,
  dueAt: NOW,
  sends: 0,
  ...more,
});

export const [FIRST, SECOND, THIRD] = [notice('a'), notice('b'), notice('c')];

export const CHANNEL: Notice['to'] = {
  kind: 'channel',
  platform: 'telegram',
  id: '-100',
  locale: 'en',
  figures: true,
  by: OTHER,
};
