import { z } from 'zod';
import { below } from './schemas.ts';

const field = z.object({
  name: z.string(),
  types: z.array(z.string()).min(1),
  required: z.boolean(),
  description: z.string(),
});
const described = z.object({
  fields: z.array(field).default([]),
  subtypes: z.array(z.string()).default([]),
});
const method = z.object({ fields: z.array(field).default([]), returns: z.array(z.string()).min(1) });
const specification = z.object({
  methods: z.record(z.string(), method),
  types: z.record(z.string(), described),
});

export type Field = z.output<typeof field>;
type Described = z.output<typeof described>;

/** A Bot API method: its parameters, and what it returns in the words of the documentation. */
export type Method = z.output<typeof method>;

/** The Bot API in JSON Schema. Objects may have no other fields than those described. */
export interface TelegramSchemas {
  readonly methods: ReadonlyMap<string, Method>;
  /** The schemas, under the pointers that the functions below give. */
  readonly document: object;
}

export const parametersOf = (name: string) => below('/$defs', `parameters of ${name}`);
export const resultOf = (name: string) => below('/$defs', `result of ${name}`);
export const typeNamed = (name: string) => below('/$defs', name);

/** @throws ZodError where the specification has another form than PaulSonOfLars/telegram-bot-api-spec gives it */
export function readTelegramSpecification(given: object): TelegramSchemas {
  const { methods, types } = specification.parse(given);
  const ofTypes = Object.entries(types).map(([name, type]) => [name, schemaOf(name, type)]);
  const ofMethods = Object.entries(methods).flatMap(([name, { fields, returns }]) => [
    [`parameters of ${name}`, objectWith(fields)],
    [`result of ${name}`, anyOf(returns)],
  ]);
  return {
    methods: new Map(Object.entries(methods)),
    document: { $defs: Object.fromEntries([...ofTypes, ...ofMethods]) },
  };
}

/** What the sandbox records of an upload. */
const INPUT_FILE = {
  type: 'object',
  properties: {
    fileName: { type: 'string', minLength: 1 },
    contentType: { type: 'string', minLength: 1 },
    size: { type: 'integer', minimum: 1 },
  },
  required: ['fileName', 'contentType', 'size'],
  additionalProperties: false,
};

function schemaOf(name: string, { fields, subtypes }: Described): object {
  if (name === 'InputFile') return INPUT_FILE;
  return subtypes.length > 0 ? anyOf(subtypes) : objectWith(fields);
}

function objectWith(fields: readonly Field[]): object {
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((each) => [each.name, fieldSchema(each)])),
    required: fields.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  };
}

/** Which of several types an object has is told by a field whose one value stands in its description only. */
function fieldSchema({ types, description }: Field): object {
  const only = /, (?:always "|must be )(\w+)"?$/.exec(description)?.[1];
  return only !== undefined && types.join() === 'String' ? { const: only } : anyOf(types);
}

function anyOf(types: readonly string[]): object {
  const [first, ...more] = types.map(typed);
  return more.length === 0 && first !== undefined ? first : { anyOf: [first, ...more] };
}

function typed(name: string): object {
  const item = /^Array of (.+)$/.exec(name)?.[1];
  if (item !== undefined) return { type: 'array', items: typed(item) };
  switch (name) {
    case 'Integer':
      return { type: 'integer' };
    case 'Float':
      return { type: 'number' };
    case 'String':
      return { type: 'string' };
    case 'Boolean':
      return { type: 'boolean' };
    default:
      return { $ref: `#${typeNamed(name)}` };
  }
}
