import { isFor } from '../../alerts/rule.ts';
import type { StoredKey } from '../../keys/account.ts';
import type { Command, Turn } from '../command.ts';
import { findNamed, KEY_NAME, keysOf, labelOf } from '../key-labels.ts';
import { unknownKey } from '../redirections.ts';
import type { Reply } from '../reply.ts';
import type { Channel, Given } from '../request.ts';

/** For teams: an administrator has the warnings about one of their keys come where all members read. */
async function run(turn: Turn, given: Given): Promise<Reply> {
  const { say, request } = turn;
  const { channel } = request;
  if (channel === undefined)
    return refusal('not-a-group', say('announce-where', { platform: request.platform }));
  const isAdministrator = await request.isAdministrator?.().catch(() => 'unknown' as const);
  if (isAdministrator === 'unknown') return refusal('unknown-standing', say('announce-unknown'));
  if (isAdministrator !== true) return refusal('no-administrator', say('announce-administrators'));
  const keys = await keysOf(turn);
  const [only] = keys.length === 1 ? keys : [];
  const key = given.name === undefined ? only : findNamed(keys, given.name);
  if (given.off !== undefined) return stop(turn, channel, given.name === undefined ? undefined : key);
  if (keys.length === 0) return refusal('no-key', say('announce-no-key'));
  if (key === undefined) return whichKey(turn, keys);
  if (key.name === undefined)
    return refusal('nameless', say('announce-nameless', { platform: request.platform }));
  return begin(turn, channel, key, given.figures !== undefined);
}

/** The channel is told, too: so that members know, and it shows whether the bot may write there. */
async function begin(turn: Turn, { id }: Channel, key: StoredKey, figures: boolean): Promise<Reply> {
  const { say, services, request, locale } = turn;
  const { platform } = request;
  const name = labelOf(key);
  const text = say(figures ? 'announce-begun-figures' : 'announce-begun', { name });
  const greeting: Reply = { outcome: 'announced', tone: 'neutral', paragraphs: [text] };
  const nonce = request.id;
  const sending = await services.notifier.send({ kind: 'channel', platform, id }, greeting, nonce);
  if (sending !== 'delivered')
    return refusal(sending, say(sending === 'blocked' ? 'announce-not-allowed' : 'announce-not-reached'));
  const hasRoom = await services.alerts.addChannel(await turn.owner(), {
    keyId: key.id,
    platform,
    id,
    locale,
    figures,
    by: request.user,
  });
  const { rules } = await services.alerts.of(await turn.owner());
  const isGuarded = rules.some((rule) => isFor(rule, key));
  return hasRoom
    ? {
        outcome: 'announcing',
        tone: 'good',
        paragraphs: [
          say('announce-done', { name, platform }),
          ...(isGuarded ? [] : [say('announce-no-rules')]),
        ],
      }
    : refusal('full', say('announce-full'));
}

async function stop(turn: Turn, { id }: Channel, key: StoredKey | undefined): Promise<Reply> {
  const { say, services, request } = turn;
  const dropped = await services.alerts.dropChannel(await turn.owner(), {
    platform: request.platform,
    id,
    ...(key && { keyId: key.id }),
  });
  return {
    outcome: 'announce-off',
    tone: 'neutral',
    paragraphs: [say(dropped === 0 ? 'announce-off-none' : 'announce-off')],
  };
}

/** Where others read the answer, it does not list what keys there are. */
function whichKey(turn: Turn, keys: readonly StoredKey[]): Reply {
  return turn.request.place === 'group'
    ? refusal('unknown-key', turn.say('announce-which'))
    : unknownKey(turn, keys);
}

function refusal(reason: string, text: string): Reply {
  return { outcome: 'not-announced', reason, tone: 'neutral', paragraphs: [text] };
}

export const announce: Command = {
  name: 'announce',
  personal: false,
  options: [KEY_NAME, { name: 'figures', type: 'flag' }, { name: 'off', type: 'flag' }],
  run,
};
