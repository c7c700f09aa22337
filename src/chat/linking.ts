import {
  formatLinkCode,
  type LinkCode,
  linkCodeInMessage,
  parseLinkCode,
} from '../accounts/link-code-form.ts';
import { LINK_CODE_LIFETIME_MS } from '../accounts/link-codes.ts';
import { type LinkOutcome, MAX_LINKED_CHATS } from '../accounts/linking.ts';
import type { Identity } from '../identity.ts';
import { SLOTS } from '../records/kinds.ts';
import type { Secret } from '../secret.ts';
import { chatNames } from './chat-names.ts';
import type { Turn } from './command.ts';
import { guidance } from './guidance.ts';
import type { Reply } from './reply.ts';
import { tell } from './telling.ts';

/** Shows a fresh code, and where to type it. */
export async function showLinkCode(turn: Turn): Promise<Reply> {
  const { say, services, request } = turn;
  const others = await services.linking.othersOf(request.user);
  if (others.length + 1 >= MAX_LINKED_CHATS) return tooManyChats(turn);
  const code = formatLinkCode(await services.linkCodes.make(request.user));
  return {
    outcome: 'link-code',
    tone: 'neutral',
    title: say('link-title'),
    paragraphs: [
      say('link-code', { code, minutes: LINK_CODE_LIFETIME_MS / 60_000 }),
      say('link-where', { code }),
      say('link-then'),
    ],
  };
}

/** Answers a code that was typed behind the command. */
export async function typeLinkCode(turn: Turn, text: string): Promise<Reply> {
  const code = parseLinkCode(text);
  return code === undefined ? unknownCode(turn) : useCode(turn, code);
}

/** Answers a message that consists of a code; `undefined` where it is none that exists, but a key or a name. */
export async function answerLinkCode(turn: Turn, text: Secret): Promise<Reply | undefined> {
  const code = linkCodeInMessage(text.reveal());
  const maker = code === undefined ? undefined : await turn.services.linkCodes.find(code);
  return code === undefined || maker === undefined ? undefined : useCode(turn, code);
}

/** A refused key that may have been meant as a code, with what to do in that case. */
export function withLinkNote({ say }: Turn, text: Secret, reply: Reply): Reply {
  const isRefused = reply.outcome === 'unauthorized' && linkCodeInMessage(text.reveal()) !== undefined;
  return isRefused ? { ...reply, paragraphs: [...reply.paragraphs, say('link-or-key')] } : reply;
}

async function useCode(turn: Turn, code: LinkCode): Promise<Reply> {
  const { say, services, request } = turn;
  const outcome = await services.linking.link(request.user, code);
  switch (outcome.kind) {
    case 'linked':
      return linked(turn, outcome);
    case 'unknown-code':
      return unknownCode(turn);
    case 'own-code':
      return {
        outcome: 'own-code',
        tone: 'neutral',
        paragraphs: [say('link-own'), say('link-where', { code: formatLinkCode(code) })],
      };
    case 'linked-already':
      return { outcome: 'linked-already', tone: 'neutral', paragraphs: [say('link-already')] };
    case 'too-many-chats':
      return tooManyChats(turn);
    case 'full':
      return {
        outcome: 'full',
        tone: 'problem',
        title: say('full-title'),
        paragraphs: [say('link-full', { count: outcome.count, max: SLOTS, platform: request.platform })],
      };
    case 'unreadable':
      return guidance(turn, { kind: 'unreadable', problem: outcome.problem });
  }
}

async function linked(
  { say, locale, services, request: { user } }: Turn,
  { made, typed }: Extract<LinkOutcome, { kind: 'linked' }>,
): Promise<Reply> {
  await tellOf(services, made, typed);
  await tellOf(
    services,
    typed.filter((each) => each !== user),
    made,
  );
  return {
    outcome: 'linked',
    tone: 'good',
    title: say('linked-title'),
    paragraphs: [say('linked', { chats: chatNames(made, locale) })],
  };
}

function tellOf(services: Turn['services'], users: readonly Identity[], newcomers: readonly Identity[]) {
  return tell(services, users, (say, locale) => ({
    outcome: 'linked',
    tone: 'neutral',
    title: say('linked-title'),
    paragraphs: [say('linked-told', { chats: chatNames(newcomers, locale) })],
  }));
}

function unknownCode({ say }: Turn): Reply {
  return {
    outcome: 'unknown-code',
    tone: 'problem',
    title: say('link-unknown-title'),
    paragraphs: [say('link-unknown')],
  };
}

function tooManyChats({ say }: Turn): Reply {
  return {
    outcome: 'too-many-chats',
    tone: 'problem',
    paragraphs: [say('link-many', { max: MAX_LINKED_CHATS })],
  };
}
