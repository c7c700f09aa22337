import { BillingSandbox } from '../../src/sandbox/billing/index.ts';
import { DiscordSandbox, type SandboxOptions } from '../../src/sandbox/discord/index.ts';
import { TelegramSandbox } from '../../src/sandbox/telegram/index.ts';
import { RECORDINGS, saveRecording } from '../contract/recording.ts';

/** All that the bot talks to. */
export interface Sandboxes {
  readonly billing: BillingSandbox;
  readonly discord: DiscordSandbox;
  readonly telegram: TelegramSandbox;
}

export async function startSandboxes(discordOptions: SandboxOptions = {}): Promise<Sandboxes> {
  const [billing, discord, telegram] = await Promise.all([
    BillingSandbox.start(),
    DiscordSandbox.start(discordOptions),
    TelegramSandbox.start(),
  ]);
  return { billing, discord, telegram };
}

/** Stops them, and records what passed between them and the bot where the contract check asks for it. */
export async function stopSandboxes({ billing, discord, telegram }: Partial<Sandboxes>): Promise<void> {
  await Promise.all([billing?.stop(), discord?.stop(), telegram?.stop()]);
  const folder = process.env[RECORDINGS];
  if (folder === undefined) return;
  await saveRecording(folder, {
    discord: {
      calls: discord?.calls.entries ?? [],
      dispatches: [
        ...(discord?.dispatches ?? []),
        ...(discord?.endpoint.deliveries.entries ?? []).map(({ interaction }) => ({
          t: 'INTERACTION_CREATE',
          d: interaction,
        })),
      ],
    },
    telegram: { requests: telegram?.requests.entries ?? [], calls: telegram?.calls.entries ?? [] },
  });
}
