import type { Field } from './telegram-schemas.ts';

type Payload = Readonly<Record<string, unknown>>;

/** The parts of a form that parameters name as `attach://PART`; `undefined` for one that is not there. */
export function attachedParts(payload: Payload): ReadonlyMap<string, unknown> {
  const names = [...JSON.stringify(payload).matchAll(/attach:\/\/([^"\\]+)/g)].map(([, part = '']) => part);
  return new Map(names.map((part) => [part, payload[part]]));
}

/**
 * The parameters of a call as typed values.
 *
 * In a form and in a query string all is text: there numbers, booleans and nested objects are JSON in text. A
 * file may be a part of its own, which a parameter names as `attach://PART`.
 */
export function readParameters(payload: Payload, contentType: string, fields: readonly Field[]): Payload {
  if (contentType.startsWith('application/json')) return payload;
  const attached = attachedParts(payload);
  return Object.fromEntries(
    Object.entries(payload)
      .filter(([name]) => !attached.has(name))
      .map(([name, value]) => {
        const types = fields.find((field) => field.name === name)?.types ?? [];
        return [name, typeof value === 'string' && !types.includes('String') ? parsed(value) : value];
      }),
  );
}

/** Text that is no JSON stays as it is, and is then found to be of the wrong type. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
