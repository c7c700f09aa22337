import { type REST, Routes } from 'discord.js';
import type { SlashCommand } from './commands.ts';

/**
 * Registers the slash commands by one bulk overwrite, and only where what is registered differs: Discord
 * limits how often commands may be written, and clients reload them each time.
 *
 * @returns whether anything was written
 */
export async function registerCommands(
  rest: REST,
  applicationId: string,
  guildId: string | undefined,
  commands: readonly SlashCommand[],
): Promise<boolean> {
  const route =
    guildId === undefined
      ? Routes.applicationCommands(applicationId)
      : Routes.applicationGuildCommands(applicationId, guildId);
  const registered = await rest.get(route, { query: new URLSearchParams({ with_localizations: 'true' }) });
  if (areSame(registered, commands)) return false;
  await rest.put(route, { body: commands });
  return true;
}

function areSame(registered: unknown, wanted: readonly SlashCommand[]): boolean {
  if (!Array.isArray(registered) || registered.length !== wanted.length) return false;
  return wanted.every((command) => registered.some((other) => says(other, command)));
}

/** Whether `there` says all that `wanted` says. Discord adds fields of its own, and leaves empty lists out. */
function says(there: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    const items = Array.isArray(there) ? there : [];
    return items.length === wanted.length && wanted.every((item, index) => says(items[index], item));
  }
  if (typeof wanted !== 'object' || wanted === null) return there === wanted;
  if (typeof there !== 'object' || there === null) return false;
  const fields = new Map<string, unknown>(Object.entries(there));
  return Object.entries(wanted).every(([name, value]) => says(fields.get(name), value));
}
