import { z } from 'zod';
import { at, below } from './schemas.ts';

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'multipart/form-data';

const parameter = z.object({ name: z.string(), in: z.string(), required: z.boolean().default(false) });
const parameters = z.array(parameter).default([]);
const typed = z.object({ schema: z.unknown() }).optional();
const content = z.object({ [JSON_TYPE]: typed, [FORM_TYPE]: typed }).default({});
const operation = z.object({
  parameters,
  requestBody: z.object({ content, required: z.boolean().default(false) }).optional(),
  responses: z.record(z.string(), z.object({ $ref: z.string().optional(), content })),
});
const named = z.object({ $ref: z.string().optional() });
const inline = named.extend({ items: named.optional(), oneOf: z.array(named).optional() });
const description = z.object({
  openapi: z.string().startsWith('3.1'),
  paths: z.record(z.string(), z.object({ parameters }).catchall(z.unknown())),
});

/** What an OpenAPI description says of one method of one path. Pointers are JSON pointers to schemas. */
export interface Operation {
  /** `PATCH /channels/{channel_id}` */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** The values in the path of the call, by the names of their parameters. */
  readonly pathValues: Readonly<Record<string, string>>;
  readonly body: RequestBody | undefined;
  /** The answers with a JSON body or none, by HTTP status or class of it: `200`, `4XX`. */
  readonly answers: ReadonlyMap<string, { readonly pointer: string | undefined }>;
}

export interface RequestBody {
  readonly pointer: string;
  readonly required: boolean;
  /** The schema of the body with files beside it, which are fields of it then. */
  readonly form: string | undefined;
}

export interface Parameter extends z.output<typeof parameter> {
  readonly pointer: string;
}

/** An OpenAPI 3.1 description, read for its operations. */
export class OpenApi {
  readonly #document: object;
  readonly #paths: z.output<typeof description>['paths'];

  /** @throws ZodError where the document is no such description */
  constructor(document: object) {
    this.#document = document;
    this.#paths = description.parse(document).paths;
  }

  /** What a schema is called for people: of a list, or of one of several, what there may be in it. */
  nameOf(pointer: string): string {
    const component = /^\/components\/schemas\/([^/]+)$/.exec(pointer)?.[1];
    if (component !== undefined) return component;
    const { $ref, items, oneOf = [] } = inline.parse(at(this.#document, pointer));
    const references = [$ref, items?.$ref, ...oneOf.map((each) => each.$ref)];
    return references.flatMap((each) => each?.split('/').at(-1) ?? []).join(' | ');
  }

  /** The operation of a call; `undefined` where the path is not described, or has no such method. */
  operation(method: string, path: string): Operation | undefined {
    const steps = path.split('/');
    // Of two templates that fit, the one with fewer variables is meant.
    const [template] = Object.keys(this.#paths)
      .filter((candidate) => fits(candidate.split('/'), steps))
      .sort((a, b) => variables(a).length - variables(b).length);
    const item = template === undefined ? undefined : this.#paths[template];
    const verb = method.toLowerCase();
    if (template === undefined || item?.[verb] === undefined) return undefined;

    const { requestBody, responses, ...found } = operation.parse(item[verb]);
    const itemPointer = below('/paths', template);
    const pointer = below(itemPointer, verb);
    const bodyPointer = below(pointer, 'requestBody');
    const body = schemaIn(bodyPointer, requestBody?.content);
    return {
      name: `${method} ${template}`,
      parameters: [...placed(itemPointer, item.parameters), ...placed(pointer, found.parameters)],
      pathValues: Object.fromEntries(
        template
          .split('/')
          .flatMap((step, index) => (isVariable(step) ? [[step.slice(1, -1), steps[index] ?? '']] : [])),
      ),
      body:
        body === undefined
          ? undefined
          : {
              pointer: body,
              required: requestBody?.required ?? false,
              form: schemaIn(bodyPointer, requestBody?.content, FORM_TYPE),
            },
      answers: new Map(
        Object.entries(responses).map(([status, { $ref, content: answer }]) => {
          const at = below(pointer, 'responses', status);
          const shared =
            $ref === undefined ? undefined : below($ref.slice(1), 'content', JSON_TYPE, 'schema');
          return [status, { pointer: shared ?? schemaIn(at, answer) }];
        }),
      ),
    };
  }
}

function fits(template: readonly string[], steps: readonly string[]): boolean {
  return (
    template.length === steps.length &&
    template.every((step, index) => (isVariable(step) ? steps[index] !== '' : step === steps[index]))
  );
}

function variables(template: string): string[] {
  return template.split('/').filter(isVariable);
}

function isVariable(step: string): boolean {
  return step.startsWith('{') && step.endsWith('}');
}

function placed(pointer: string, list: z.output<typeof parameters>): Parameter[] {
  return list.map((each, index) => ({
    ...each,
    pointer: below(pointer, 'parameters', String(index), 'schema'),
  }));
}

function schemaIn(
  pointer: string,
  given: z.output<typeof content> | undefined,
  type: typeof JSON_TYPE | typeof FORM_TYPE = JSON_TYPE,
): string | undefined {
  return given?.[type] && below(pointer, 'content', type, 'schema');
}
