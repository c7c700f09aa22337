import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  ComponentType,
  type Interaction,
  type ModalSubmitInteraction,
} from 'discord.js';
import { FORM_PRESS, parseButtonId } from '../chat/button-id.ts';
import { turnedAway } from '../chat/circle.ts';
import type { Command } from '../chat/command.ts';
import { commandsOf } from '../chat/commands/index.ts';
import type { Desk, IncomingRequest } from '../chat/desk.ts';
import type { ChatEvent, Given } from '../chat/request.ts';
import { Secret } from '../secret.ts';
import type { GuildAllowList } from './allow-list.ts';
import { deliveryOf } from './delivery.ts';
import { identityOf, newReply, pressedMessage, requestOf } from './exchange.ts';
import { FORM_FIELD, renderForm } from './render.ts';

const COMMANDS: ReadonlyMap<string, Command> = new Map(
  commandsOf('discord').map((command) => [command.name, command]),
);

/** How Discord gives the value of each type of option. */
const TYPES = { text: 'string', number: 'number', flag: 'boolean' } as const;

/** Answers one interaction: a slash command, a button, or a submitted modal. */
export async function handleInteraction(
  interaction: Interaction,
  desk: Desk,
  allowList: GuildAllowList | undefined,
): Promise<void> {
  if (interaction.isAutocomplete()) return complete(interaction, desk, allowList);
  if (!interaction.isRepliable()) return;
  const { guildId, user, client } = interaction;
  const standing = (await allowList?.standingOf(guildId, user.id, client.rest)) ?? 'member';
  if (standing !== 'member') {
    const request = requestOf(interaction, turnedAway(standing, guildId ?? user.id));
    return desk.handle(request, newReply(interaction));
  }
  if (interaction.isChatInputCommand()) return handleCommand(interaction, desk);
  if (interaction.isButton()) return handleButton(interaction, desk);
  if (interaction.isModalSubmit()) return handleModal(interaction, desk);
  // Of a kind that this version does not use, such as a select menu.
  return desk.handle(requestOf(interaction, { kind: 'press', buttonId: '' }), newReply(interaction));
}

function handleCommand(interaction: ChatInputCommandInteraction, desk: Desk): Promise<void> {
  const name = commandNameOf(interaction);
  const command = COMMANDS.get(name);
  const given = givenTo(command, interaction);
  const request = requestOf(interaction, { kind: 'command', name, given });
  return command?.form
    ? showForm(interaction, desk, request, name)
    : desk.handle(request, newReply(interaction));
}

function commandNameOf({
  commandName,
  options,
}: ChatInputCommandInteraction | AutocompleteInteraction): string {
  const subcommand = options.getSubcommand(false);
  return subcommand === null ? commandName : `${commandName} ${subcommand}`;
}

/** What the command was given. A command of another version may take other options, or values of other types. */
function givenTo(command: Command | undefined, { options }: ChatInputCommandInteraction): Given {
  const given: Record<string, string> = {};
  for (const { name, type } of command?.options ?? []) {
    const value = options.get(name)?.value;
    if (typeof value === TYPES[type] && value !== false && value !== '') given[name] = String(value);
  }
  return given;
}

/** Offers what fits the letters typed so far. */
async function complete(
  interaction: AutocompleteInteraction,
  desk: Desk,
  allowList: GuildAllowList | undefined,
): Promise<void> {
  const { guildId, user, client, options } = interaction;
  const standing = (await allowList?.standingOf(guildId, user.id, client.rest)) ?? 'member';
  const focused = options.data
    .flatMap((option) => [option, ...(option.options ?? [])])
    .find((option) => option.focused);
  const command = commandNameOf(interaction);
  const request = requestOf(interaction, { kind: 'command', name: command });
  const isAsked = standing === 'member' && focused !== undefined;
  const choices = isAsked
    ? await desk.suggest(request, command, focused.name, String(focused.value ?? ''))
    : [];
  const offered = choices.map((choice) => ({ name: choice.label, value: choice.value }));
  // Nobody waits for this any more where Discord does not take it.
  await deliveryOf(interaction.respond(offered));
}

function handleButton(interaction: ButtonInteraction, desk: Desk): Promise<void> {
  const request = requestOf(interaction, { kind: 'press', buttonId: interaction.customId });
  const parsed = parseButtonId(request.user, interaction.customId);
  if (
    parsed.kind === 'action' &&
    parsed.action.press === FORM_PRESS &&
    COMMANDS.get(parsed.action.command)?.form
  ) {
    return showForm(interaction, desk, request, parsed.action.command);
  }
  return desk.handle(request, pressedMessage(interaction));
}

function handleModal(interaction: ModalSubmitInteraction, desk: Desk): Promise<void> {
  // A form of another version may be without it.
  const field = interaction.fields.fields.get(FORM_FIELD);
  const text = new Secret(field?.type === ComponentType.TextInput ? field.value : '');
  const parsed = parseButtonId(identityOf(interaction), interaction.customId);
  const name = parsed.kind === 'action' ? parsed.action.argument : undefined;
  const event: ChatEvent = { kind: 'form', text, ...(name !== undefined && { name }) };
  return desk.handle(requestOf(interaction, event), newReply(interaction));
}

function showForm(
  interaction: ChatInputCommandInteraction | ButtonInteraction,
  desk: Desk,
  request: IncomingRequest,
  command: string,
): Promise<void> {
  return desk.showForm(request, command, {
    ...newReply(interaction),
    show: (form) => deliveryOf(interaction.showModal(renderForm(form, request.user, command))),
  });
}
