import { Secret } from './secret.ts';

/** Shorter texts may stand in a log by chance, and blotting them out would spoil other words. */
const SHORTEST = 8;

/** Of the forms that something secret may have in a log, which is JSON, those that can be blotted out. */
export function blottable(forms: readonly string[]): Secret[] {
  const written = forms.flatMap((form) => [form, JSON.stringify(form).slice(1, -1)]);
  return [...new Set(written)].filter((form) => form.length >= SHORTEST).map((form) => new Secret(form));
}
