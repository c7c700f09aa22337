import { maskKey } from '../keys/key-form.ts';
import type { Secret } from '../secret.ts';
import type { Turn } from './command.ts';
import type { Button, Reply } from './reply.ts';

/** The occasions on which a person needs a working key. */
export type Occasion =
  | { readonly kind: 'no-key' }
  /** The key just sent was refused; `kept` is the one from before. */
  | { readonly kind: 'refused'; readonly key: Secret; readonly kept?: Secret }
  /** The registered key no longer works. */
  | { readonly kind: 'stopped'; readonly key: Secret }
  /** The registered key, which was stored unchecked, does not work. */
  | { readonly kind: 'unverified'; readonly key: Secret }
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
export function steps({ say, request, services }: Turn): string {
  return [
    say('guidance-find', { url: services.keyPageUrl }),
    say('guidance-send', { platform: request.platform }),
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
      return [
        say('guidance-refused', { key: maskKey(occasion.key) }),
        ...(occasion.kept ? [say('guidance-refused-kept', { key: maskKey(occasion.kept) })] : []),
      ];
    case 'stopped':
      return [say('guidance-stopped', { key: maskKey(occasion.key) })];
    case 'unverified':
      return [say('guidance-unverified', { key: maskKey(occasion.key) })];
    case 'unreadable':
      return [say('unreadable')];
  }
}
