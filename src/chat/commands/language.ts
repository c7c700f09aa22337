import type { Command, Turn } from '../command.ts';
import { isLocale, LANGUAGE_NAMES, LOCALES, type Locale, negotiateLocale } from '../locale.ts';
import type { Button, Reply } from '../reply.ts';

function offer({ say, locale }: Turn): Reply {
  return {
    outcome: 'asked',
    tone: 'neutral',
    title: say('language-title'),
    paragraphs: [say('language-choose')],
    buttons: LOCALES.map(
      (choice): Button => ({
        kind: 'action',
        label: LANGUAGE_NAMES[choice],
        style: choice === locale ? 'primary' : 'secondary',
        action: { command: 'language', press: 'choose', argument: choice },
      }),
    ),
  };
}

async function choose(turn: Turn, wish: string | undefined): Promise<Reply> {
  const locale = wish === undefined ? undefined : readWish(wish);
  if (locale === undefined) return offer(turn);
  await turn.services.settings.chooseLocale(turn.request.user, locale);
  const say = turn.services.sayIn(locale);
  return {
    outcome: locale,
    tone: 'neutral',
    title: say('language-title'),
    paragraphs: [say('language-set')],
  };
}

/** A tag (`zh-CN`), the beginning of one (`zh`), or a language's own name. */
function readWish(wish: string): Locale | undefined {
  if (isLocale(wish)) return wish;
  const named = LOCALES.find((locale) => LANGUAGE_NAMES[locale].toLowerCase() === wish.trim().toLowerCase());
  if (named !== undefined) return named;
  const negotiated = negotiateLocale(wish.trim());
  return negotiated.slice(0, 2) === wish.trim().toLowerCase().slice(0, 2) ? negotiated : undefined;
}

export const language: Command = {
  name: 'language',
  personal: true,
  options: [
    {
      name: 'language',
      type: 'text',
      choices: LOCALES.map((locale) => ({ label: LANGUAGE_NAMES[locale], value: locale })),
    },
  ],
  run: (turn, given) => choose(turn, given.language),
  presses: { choose },
};
