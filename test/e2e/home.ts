import type { Platform } from '../../src/identity.ts';
import type { Harness } from './harness.ts';
import type { Person } from './person.ts';

/** A server or group that a private bot serves. */
export interface Home {
  /** Makes somebody a member. */
  letIn(person: Person): void;
  /** Ends somebody's membership. */
  putOut(person: Person): void;
}

/** Makes a home, and starts the bot again for it alone: its id is not known before the sandbox has made it. */
export async function serveHomeOnly(platform: Platform, harness: Harness): Promise<Home> {
  await harness.stopApp();
  if (platform === 'discord') {
    const { id, members } = harness.discord.guild({ name: 'Home' });
    await harness.startApp({ DISCORD_GUILD_ALLOWLIST: id });
    return {
      letIn: (person) => members.add(person.id),
      putOut: (person) => members.delete(person.id),
    };
  }
  const { id, members } = harness.telegram.group({ title: 'Home' });
  await harness.startApp({ TELEGRAM_CHAT_ALLOWLIST: String(id) });
  return {
    letIn: (person) => members.add(Number(person.id)),
    putOut: (person) => members.delete(Number(person.id)),
  };
}
