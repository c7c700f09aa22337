import type { DiscordGuild, DiscordUser } from '../../src/sandbox/discord/index.ts';
import type { TelegramGroup, TelegramUser } from '../../src/sandbox/telegram/index.ts';
import { wordsOf } from './discord-message.ts';
import { DiscordPerson } from './discord-person.ts';
import type { Person, Values } from './person.ts';
import type { Sandboxes } from './sandboxes.ts';
import { TelegramPerson } from './telegram-person.ts';

/** What somebody may do in a team's channel. */
export type Standing = 'member' | 'manager' | 'owner';

/** Somebody who talks with the bot in private and belongs to a team. */
export interface Member {
  readonly person: Person;
  /** Uses a command in the team's channel. @returns what the bot answers, to whomever it shows that */
  command(name: string, values?: Values): Promise<string>;
}

/** A Discord server with a channel, or a Telegram group, that the bot is in: for what must hold on both. */
export interface Team {
  join(standing: Standing): Member;
  /** What the bot has said there that is no answer, for everyone to read. */
  heard(): readonly string[];
  /** Takes the right away from the bot to write there. */
  silence(by: Member): void;
}

export function teamOn(platform: 'discord' | 'telegram', { discord, telegram }: Sandboxes): Team {
  return platform === 'discord'
    ? discordTeam(discord.guild({ name: 'Team' }), () => discord.user({ username: 'kim' }))
    : telegramTeam(telegram.group({ title: 'Team' }), () =>
        telegram.user({ firstName: 'Kim', languageCode: 'en' }),
      );
}

function discordTeam(guild: DiscordGuild, newUser: () => DiscordUser): Team {
  return {
    join(standing) {
      const user = newUser();
      if (standing === 'manager') guild.managers.add(user.id);
      if (standing === 'owner') guild.administrators.add(user.id);
      return {
        person: new DiscordPerson(user),
        command: async (name, values = {}) => wordsOf(await user.slash(name, { in: guild, values }).reply()),
      };
    },
    heard: () =>
      guild.channel.messages.entries
        .filter(({ author, ephemeral }) => author.bot && !ephemeral)
        .map((message) => wordsOf(message)),
    silence() {
      guild.channel.botAccess = 'view';
    },
  };
}

function telegramTeam(group: TelegramGroup, newUser: () => TelegramUser): Team {
  const users = new Map<Member, TelegramUser>();
  return {
    join(standing) {
      const user = newUser();
      if (standing !== 'member') group.promote(user.id, standing === 'owner' ? 'creator' : 'administrator');
      const member: Member = {
        person: new TelegramPerson(user),
        async command(name, values = {}) {
          const words = Object.entries(values).map(([option, value]) => (value === true ? option : value));
          const { messageId } = user.send([`/${name}`, ...words].join(' '), { in: group });
          const { text } = await group.messages.waitFor(
            ({ from, replyTo }) => from.isBot && replyTo === messageId,
            'an answer',
          );
          return text;
        },
      };
      users.set(member, user);
      return member;
    },
    heard: () =>
      group.messages.entries
        .filter(({ from, replyTo }) => from.isBot && replyTo === undefined)
        .map(({ text }) => text),
    silence(by) {
      users.get(by)?.setBotStanding(group, 'muted');
    },
  };
}
