import type { Identity } from '../identity.ts';
import { newId } from '../keys/offers.ts';
import type { Services } from './command.ts';
import { LOCALES, type Locale } from './locale.ts';
import type { Reply } from './reply.ts';
import { localeOf } from './settings.ts';
import type { Say } from './texts.ts';

type Write = (say: Say, locale: Locale) => Reply;

/** Tells people, each in their language, what happened to them in another chat. Nobody waits for the sending. */
export async function tell(services: Services, users: readonly Identity[], write: Write): Promise<void> {
  const send = await prepareToTell(services, users, write);
  send();
}

/** Like {@link tell}, for when the languages will not be known any more. @returns what sends the messages */
export async function prepareToTell(
  { settings, notifier, sayIn }: Services,
  users: readonly Identity[],
  write: Write,
): Promise<() => void> {
  const messages = await Promise.all(
    users.map(async (user) => {
      const locale = localeOf(await settings.of(user)) ?? LOCALES[0];
      return { user, reply: write(sayIn(locale), locale) };
    }),
  );
  return () => {
    for (const { user, reply } of messages) {
      // The notifier has logged it.
      notifier.send({ kind: 'person', user }, reply, newId()).catch(() => undefined);
    }
  };
}
