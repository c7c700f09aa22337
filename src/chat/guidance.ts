import type { StoredKey } from '../keys/account.ts';
import { maskKey } from '../keys/key-form.ts';
import type { Secret } from '../secret.ts';
import type { Turn } from './command.ts';
import type { Button, Reply } from './reply.ts';

/** The occasions on which a person needs a working key. */
export type Occasion =
  | { readonly kind: 'no-key' }
  /** The key just sent was refused; `kept` are those from before. */
  | { readonly kind: 'refused'; readonly key: Secret; readonly kept: readonly StoredKey[] }
  /** The registered key no longer works. */
  | { readonly kind: 'stopped'; readonly key: StoredKey }
  /** The registered key, which was stored unchecked, does not work. */
  | { readonly kind: 'unverified'; readonly key: StoredKey }
  /** The registered key cannot be decrypted. */
  | { readonly kind: 'unreadable'; readonly problem: string };

/** What happened, where to find a key, what to send back and where: one text for every occasion and platform. */
export function guidance(turn: Turn, occasion: Occasion): Reply {
  const { say, services } = turn;
  return {
    ...opening(turn, occasion),
    paragraphs: [...happened(turn, occasion), steps(turn)],
    buttons: [enterKeyButton(turn), { kind: 'link', label: say('button-get-key'), url: services.keyPageUrl }],
  };
}

/** The two steps to a registered key. */
export function steps({ say, request: { platform }, services }: Turn): string {
  return [
    say('guidance-find', { url: services.keyPageUrl }),
    say('guidance-send', { platform, messages: services.messages[platform] }),
  ].join('\n');
}

export function enterKeyButton({ say }: Turn): Button {
  return { kind: 'form', label: say('button-enter-key'), command: 'key set' };
}

function opening({ say }: Turn, occasion: Occasion): Pick<Reply, 'outcome' | 'reason' | 'tone' | 'title'> {
  switch (occasion.kind) {
    case 'no-key':
      return { outcome: 'no-key', tone: 'neutral', title: say('guidance-no-key-title') };
    case 'refused':
      return {
        outcome: 'unauthorized',
        reason: 'sent',
        tone: 'problem',
        title: say('guidance-refused-title'),
      };
    case 'stopped':
      return {
        outcome: 'unauthorized',
        reason: 'stored',
        tone: 'problem',
        title: say('guidance-stopped-title'),
      };
    case 'unverified':
      return {
        outcome: 'unauthorized',
        reason: 'stored unchecked',
        tone: 'problem',
        title: say('guidance-unverified-title'),
      };
    case 'unreadable':
      return {
        outcome: 'unreadable-key',
        reason: occasion.problem,
        tone: 'problem',
        title: say('unreadable-title'),
      };
  }
}

function happened({ say }: Turn, occasion: Occasion): string[] {
  switch (occasion.kind) {
    case 'no-key':
      return [say('guidance-no-key')];
    case 'refused':
      return [say('guidance-refused', { key: maskKey(occasion.key) }), ...keptNote(say, occasion.kept)];
    case 'stopped':
      return [say('guidance-stopped', { key: shown(occasion.key) })];
    case 'unverified':
      return [say('guidance-unverified', { key: shown(occasion.key) })];
    case 'unreadable':
      return [say('unreadable')];
  }
}

/** What is still registered although the key just sent was refused. */
function keptNote(say: Turn['say'], kept: readonly StoredKey[]): string[] {
  const [only] = kept;
  if (only === undefined) return [];
  return [
    kept.length === 1
      ? say('guidance-refused-kept', { key: shown(only) })
      : say('guidance-refused-kept-all', { count: kept.length }),
  ];
}

function shown({ name, key }: StoredKey): string {
  return name === undefined ? maskKey(key) : `${name} (${maskKey(key)})`;
}
