import { UploadedFile } from '../uploaded-file.ts';
import { badRequest } from './errors.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The parameters of one call, read by type.
 *
 * In a query string and in a form every value is text, and nested values are JSON in text; in a JSON body they
 * may be either. `null` counts as absent.
 */
export class Params {
  readonly #payload: JsonObject;

  constructor(payload: JsonObject) {
    this.#payload = payload;
  }

  /** @throws Refusal when the value is not text */
  text(name: string): string | undefined {
    const value = this.#value(name);
    if (value === undefined || typeof value === 'string') return value;
    throw wrongType(name, 'String');
  }

  integer(name: string): number | undefined {
    const value = this.#value(name);
    if (value === undefined || value === '') return undefined;
    return asInteger(value, name);
  }

  flag(name: string): boolean {
    const value = this.#value(name);
    if (value === undefined || typeof value === 'boolean') return value ?? false;
    if (typeof value === 'string') return ['true', 'yes', '1'].includes(value.trim().toLowerCase());
    throw wrongType(name, 'Boolean');
  }

  /** The value as it came, for a parameter that may be a number or a name. */
  raw(name: string): unknown {
    return this.#value(name);
  }

  /** A nested value, of no particular shape yet. */
  json(name: string): unknown {
    const value = this.#value(name);
    if (typeof value !== 'string') return value;
    if (value === '') return undefined;
    try {
      return JSON.parse(value);
    } catch {
      throw badRequest(`can't parse ${name.replaceAll('_', ' ')} JSON object`);
    }
  }

  object(name: string): JsonObject | undefined {
    const value = this.json(name);
    if (value === undefined || isObject(value)) return value;
    throw wrongType(name, 'Object');
  }

  list(name: string): readonly unknown[] | undefined {
    const value = this.json(name);
    if (value === undefined || Array.isArray(value)) return value;
    throw wrongType(name, 'Array');
  }

  /** The upload under `name`, or under the part that `attach://PART` there names. */
  file(name: string): UploadedFile | undefined {
    const value = this.#value(name);
    const part = typeof value === 'string' ? this.attached(value) : value;
    return part instanceof UploadedFile ? part : undefined;
  }

  /** The upload that `attach://PART` names. */
  attached(reference: string): UploadedFile | undefined {
    if (!reference.startsWith('attach://')) return undefined;
    const part = this.#value(reference.slice('attach://'.length));
    return part instanceof UploadedFile ? part : undefined;
  }

  #value(name: string): unknown {
    return this.#payload[name] ?? undefined;
  }
}

/** A whole number, as number or as digits in text. */
export function asInteger(value: unknown, name: string): number {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  throw wrongType(name, 'Number');
}

/** Text of a nested object. */
export function textField(object: JsonObject, name: string): string | undefined {
  const value = object[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw wrongType(name, 'String');
}

export function wrongType(name: string, expected: string) {
  return badRequest(`field "${name}" must be of type ${expected}`);
}
