/** The languages that the bot speaks, by BCP 47 tag; the first is for everybody else. */
export const LOCALES = ['en', 'zh-CN'] as const;

export type Locale = (typeof LOCALES)[number];

/** What each language calls itself, for people who cannot read the current one. */
export const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = { en: 'English', 'zh-CN': '简体中文' };

export function isLocale(text: string): text is Locale {
  return LOCALES.some((locale) => locale === text);
}

/** The best language for a platform's hint (`en-US`, `zh-hans`, `zh-TW`, `de`, none): by the language alone. */
export function negotiateLocale(hint: string | undefined): Locale {
  const language = hint?.toLowerCase().split('-')[0];
  return LOCALES.find((locale) => locale.split('-')[0] === language) ?? LOCALES[0];
}
