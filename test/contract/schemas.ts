import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { explain } from './explain.ts';

/** The name under which schemas refer to the document; nothing is fetched from there. */
const DOCUMENT = 'https://contract.invalid/document';

const MAX_SNOWFLAKE = 2n ** 64n;

/** What stands beside the schemas of an OpenAPI description, and says nothing about validity. */
const ANNOTATIONS = ['openapi', 'info', 'externalDocs', 'servers', 'paths', 'components', 'x-discord-union'];

/** JSON Schemas that live in one document and are compiled when they are first asked for. */
export class Schemas {
  readonly #ajv: Ajv2020;
  readonly #compiled = new Map<string, ValidateFunction>();

  /** @param fromText whether numbers and booleans come as text, as in a query string */
  constructor(document: object, { fromText = false } = {}) {
    this.#ajv = new Ajv2020({
      // An unknown keyword or format would be a rule that nobody checks.
      strictSchema: true,
      strictTypes: false,
      strictTuples: false,
      allErrors: true,
      coerceTypes: fromText && 'array',
    });
    addFormats.default(this.#ajv);
    this.#ajv.addVocabulary(ANNOTATIONS);
    this.#ajv.addFormat('snowflake', (text) => /^\d{1,20}$/.test(text) && BigInt(text) < MAX_SNOWFLAKE);
    // Its length is a rule of its own beside it, and any characters will do.
    this.#ajv.addFormat('nonce', true);
    this.#ajv.addSchema(document, DOCUMENT);
  }

  /** What is wrong with a value by the schema at that JSON pointer (RFC 6901); nothing where it is valid. */
  problems(pointer: string, value: unknown): string[] {
    const validate = this.#compiled.get(pointer) ?? this.#ajv.compile(reference(pointer));
    this.#compiled.set(pointer, validate);
    return validate(value) ? [] : explain(validate.errors ?? []);
  }
}

/** A JSON pointer to a place below another one. */
export function below(pointer: string, ...steps: readonly string[]): string {
  return [pointer, ...steps.map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');
}

/** What a JSON pointer points at in a document. */
export function at(document: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, step) => {
      const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
      return new Map<string, unknown>(entries).get(step);
    }, document);
}

function reference(pointer: string): { $ref: string } {
  return { $ref: `${DOCUMENT}#${pointer.split('/').map(encodeURIComponent).join('/')}` };
}
