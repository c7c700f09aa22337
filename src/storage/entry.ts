/**
 * What Keyv stores for a text, so that records which are compared and written past it are as it would write them:
 * JSON with the text in `value`, a leading colon doubled (@keyv/serialize).
 */
export function entryOf(text: string): string {
  return JSON.stringify({ value: text.startsWith(':') ? `:${text}` : text });
}

/** The text of an entry that Keyv has stored; empty where it is none, so that it shows as a record that does not read. */
export function textOf(entry: string): string {
  try {
    const { value } = JSON.parse(entry) as { value?: unknown };
    if (typeof value !== 'string') return '';
    return value.startsWith(':') ? value.slice(1) : value;
  } catch {
    return '';
  }
}

/** The first text behind all that begin with `prefix`, in the order of bytes. */
export function behind(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}
