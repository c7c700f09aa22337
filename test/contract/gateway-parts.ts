import { at, below } from './schemas.ts';

/** What is answered to a question for a channel: a schema for each kind of channel. */
const CHANNEL =
  below('/paths', '/channels/{channel_id}') +
  below('/get/responses/200/content', 'application/json', 'schema');

/**
 * The parts of the gateway's events that the description of the REST API has schemas for, by event and path.
 *
 * Of the events as a whole it has none. `*` stands for each item of a list.
 */
const PARTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  READY: { '/user': component('UserResponse') },
  GUILD_CREATE: {
    '': component('GuildResponse'),
    '/members/*': component('GuildMemberResponse'),
    '/channels/*': CHANNEL,
  },
  MESSAGE_CREATE: { '': component('MessageResponse') },
  INTERACTION_CREATE: {
    '': component('InteractionResponse'),
    '/user': component('UserResponse'),
    '/member': component('GuildMemberResponse'),
    '/message': component('MessageResponse'),
    '/channel': CHANNEL,
    '/context': component('InteractionContextType'),
    '/locale': component('AvailableLocalesEnum'),
    '/guild_locale': component('AvailableLocalesEnum'),
    '/entitlements/*': component('EntitlementResponse'),
  },
};

/** A part of an event, and the JSON pointer to the schema that it must meet. */
export interface GatewayPart {
  readonly path: string;
  readonly pointer: string;
  readonly value: unknown;
}

/** The parts of an event that can be checked, as far as they are there. */
export function gatewayParts(event: string, data: unknown): GatewayPart[] {
  return Object.entries(PARTS[event] ?? {}).flatMap(([path, pointer]) =>
    valuesAt(data, path.split('/').slice(1)).map((value) => ({ path, pointer, value })),
  );
}

function valuesAt(value: unknown, [step, ...rest]: readonly string[]): unknown[] {
  if (step === undefined) return value === undefined ? [] : [value];
  if (step === '*') return Array.isArray(value) ? value.flatMap((item) => valuesAt(item, rest)) : [];
  return valuesAt(at(value, below('', step)), rest);
}

function component(name: string): string {
  return below('/components/schemas', name);
}
