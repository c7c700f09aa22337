import { z } from 'zod';
import type { Files } from './attachments.ts';
import { type Channel, checkBotMayPost } from './channel.ts';
import { withoutLocalizations } from './commands.ts';
import {
  missingAccess,
  notInDirectMessages,
  unknownChannel,
  unknownGuild,
  unknownInteraction,
  unknownMember,
  unknownMessage,
  unknownWebhook,
} from './errors.ts';
import type { Interaction } from './interaction.ts';
import { StoredMessage } from './message.ts';
import type { Network } from './network.ts';
import { applicationObject, directChannelObject, memberObject, ownUserObject } from './payloads.ts';
import { type MessageBody, validate, validateMessage, validateNewMessage } from './validation.ts';

interface RouteCall {
  readonly network: Network;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly files: Files;
  readonly parameters: readonly string[];
}

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  /** Works without the bot's token: the path holds a token of its own. */
  readonly open?: true;
  /** The JSON body of the answer; `undefined` for 204. @throws DiscordRefusal */
  answer(call: RouteCall): unknown;
}

const ID = '(\\d+)';

const callbackBody = z.object({ type: z.int(), data: z.unknown().optional() });

const ROUTES: readonly Route[] = [
  route('GET', '/gateway/bot', ({ network }) => network.gateway.information()),
  route('GET', '/users/@me', ({ network }) => ownUserObject(network.bot)),
  route('GET', '/applications/@me', ({ network }) => applicationObject(network.bot, network.endpoint)),
  route('GET', `/applications/${ID}/commands`, ({ network, query }) => listCommands(network, query)),
  route('PUT', `/applications/${ID}/commands`, ({ network, body }) => network.commands.overwrite(body)),
  route(
    'GET',
    `/applications/${ID}/guilds/${ID}/commands`,
    ({ network, query, parameters: [, guildId = ''] }) =>
      listCommands(network, query, guildOf(network, guildId)),
  ),
  route(
    'PUT',
    `/applications/${ID}/guilds/${ID}/commands`,
    ({ network, body, parameters: [, guildId = ''] }) =>
      network.commands.overwrite(body, guildOf(network, guildId)),
  ),
  route('GET', `/guilds/${ID}/members/${ID}`, ({ network, parameters: [guildId = '', userId = ''] }) => {
    const guild = network.guilds.find(({ id }) => id === guildId);
    if (guild === undefined) throw unknownGuild();
    const person = network.people.get(userId);
    if (person === undefined || !guild.members.has(userId)) throw unknownMember();
    return memberObject(person);
  }),
  open(
    'POST',
    `/interactions/${ID}/([\\w-]+)/callback`,
    ({ network, body, files, query, parameters: [id, token = ''] }) => {
      const interaction = network.findInteraction(token);
      if (interaction?.id !== id || interaction === undefined) throw unknownInteraction();
      interaction.callback(validate(callbackBody, body), files);
      return query.with_response === 'true' ? { interaction: { id, type: interaction.kind } } : undefined;
    },
  ),
  open('PATCH', `/webhooks/${ID}/([\\w-]+)/messages/@original`, ({ network, body, files, parameters }) =>
    interactionOf(network, parameters).editOriginal(body, files).toApi(),
  ),
  open('GET', `/webhooks/${ID}/([\\w-]+)/messages/@original`, ({ network, parameters }) =>
    interactionOf(network, parameters).original.toApi(),
  ),
  open('POST', `/webhooks/${ID}/([\\w-]+)`, ({ network, body, files, parameters }) =>
    interactionOf(network, parameters).followUp(body, files).toApi(),
  ),
  route('POST', '/users/@me/channels', ({ network, body }) => {
    const { recipient_id: id } = validate(z.object({ recipient_id: z.string() }), body);
    const person = network.people.get(id);
    if (person === undefined) throw unknownChannel();
    return directChannelObject(network.directMessages(id).id, person);
  }),
  route('POST', `/channels/${ID}/messages`, ({ network, body, files, parameters: [channelId = ''] }) => {
    const channel = channelOf(network, channelId);
    checkBotMayPost(channel);
    const valid = validateNewMessage(body, files);
    return network.nonces.once(valid, network.now(), () => post(network, channel, valid)).toApi();
  }),
  route(
    'PATCH',
    `/channels/${ID}/messages/${ID}`,
    ({ network, body, files, parameters: [channelId = '', id = ''] }) => {
      const channel = channelOf(network, channelId);
      const message = messageOf(channel.messages.entries, id);
      if (message.author.id !== network.bot.id) throw missingAccess();
      message.edit(validateMessage(body, files), network.now());
      channel.messages.changed();
      return message.toApi();
    },
  ),
  route('DELETE', `/channels/${ID}/messages/${ID}`, ({ network, parameters: [channelId = '', id = ''] }) => {
    const channel = channelOf(network, channelId);
    const message = messageOf(channel.messages.entries, id);
    if (message.author.id !== network.bot.id)
      throw channel.isDirect ? notInDirectMessages() : missingAccess();
    channel.messages.entries.splice(channel.messages.entries.indexOf(message), 1);
    channel.messages.changed();
    return undefined;
  }),
  route('POST', `/channels/${ID}/typing`, ({ network, parameters: [channelId = ''] }) => {
    checkBotMayPost(channelOf(network, channelId));
    return undefined;
  }),
];

/** The route of a call, with the variable parts of its path. */
export function findRoute(method: string, path: string) {
  for (const candidate of ROUTES) {
    const match = candidate.method === method ? candidate.pattern.exec(path) : null;
    if (match) return { route: candidate, parameters: match.slice(1) };
  }
  return undefined;
}

function route(method: string, path: string, answer: Route['answer']): Route {
  return { method, pattern: new RegExp(`^${path}$`), answer };
}

function open(method: string, path: string, answer: Route['answer']): Route {
  return { ...route(method, path, answer), open: true };
}

function listCommands(network: Network, query: RouteCall['query'], guildId?: string): unknown {
  const commands = network.commands.list(guildId);
  return query.with_localizations === 'true' ? commands : withoutLocalizations(commands);
}

function guildOf(network: Network, id: string): string {
  if (!network.guilds.some((guild) => guild.id === id)) throw missingAccess();
  return id;
}

function interactionOf(network: Network, [, token = '']: readonly string[]): Interaction {
  const interaction = network.findInteraction(token);
  if (interaction === undefined) throw unknownWebhook();
  return interaction;
}

function channelOf(network: Network, id: string): Channel {
  const found = network.findChannel(id);
  if (found === undefined) throw unknownChannel();
  return found;
}

function post({ bot: author, now }: Network, channel: Channel, body: MessageBody): StoredMessage {
  const message = new StoredMessage({ channelId: channel.id, author, time: now() }, body);
  channel.messages.push(message);
  return message;
}

function messageOf(messages: readonly StoredMessage[], id: string): StoredMessage {
  const message = messages.find((each) => each.id === id);
  if (message === undefined) throw unknownMessage();
  return message;
}
