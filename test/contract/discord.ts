import type { Dispatch } from '../../src/sandbox/discord/index.ts';
import { Findings } from './findings.ts';
import { gatewayParts } from './gateway-parts.ts';
import { OpenApi, type Operation } from './openapi.ts';
import type { RecordedCall, RecordedFile } from './recording.ts';
import { Schemas } from './schemas.ts';

/** Discord's own description of its REST API, to which the bots' calls and the sandbox are held. */
export class DiscordContract {
  readonly findings = new Findings();
  readonly #api: OpenApi;
  readonly #schemas: Schemas;
  /** For values in paths and query strings. */
  readonly #textSchemas: Schemas;

  /** @param document an OpenAPI 3.1 description */
  constructor(document: object) {
    this.#api = new OpenApi(document);
    this.#schemas = new Schemas(document);
    this.#textSchemas = new Schemas(document, { fromText: true });
  }

  /** Checks what a bot asked and what the sandbox answered. */
  checkCall(call: RecordedCall): void {
    const operation = this.#api.operation(call.method, call.path);
    if (operation === undefined) {
      // Only the first step is told: there may be a token behind it.
      this.findings.add(`${call.method} /${call.path.split('/')[1]}/…`, ['is no operation of the API']);
      return;
    }
    this.findings.calls.add(operation.name);
    this.#checkValues(operation, 'path', operation.pathValues);
    this.#checkValues(operation, 'query', call.query);
    if (Object.keys(call.files).length > 0) this.#checkForm(operation, call);
    else this.#checkBody(operation, call.body);
    this.#checkAnswer(operation, call);
  }

  /** Checks what the sandbox sent over the gateway, as far as the description has schemas for it. */
  checkDispatch({ t: event, d: data }: Pick<Dispatch, 't' | 'd'>): void {
    for (const { path, pointer, value } of gatewayParts(event, data)) {
      this.findings.objects.add(this.#api.nameOf(pointer));
      this.findings.add(`${event}${path}`, this.#schemas.problems(pointer, value));
    }
  }

  #checkValues(
    { name, parameters }: Operation,
    where: 'path' | 'query',
    values: Readonly<Record<string, string>>,
  ): void {
    const here = parameters.filter((parameter) => parameter.in === where);
    const missing = here.filter((each) => each.required && !(each.name in values));
    const unknown = Object.keys(values).filter((value) => !here.some((each) => each.name === value));
    this.findings.add(`${name} ${where}`, [
      ...missing.map((each) => `${each.name} is missing`),
      ...unknown.map((value) => `${value} is not described`),
    ]);
    for (const { name: parameter, pointer } of here) {
      const value = values[parameter];
      if (value === undefined) continue;
      this.findings.add(`${name} ${where} ${parameter}`, this.#textSchemas.problems(pointer, value));
    }
  }

  #checkBody({ name, body }: Operation, given: unknown): void {
    if (given === undefined) {
      if (body?.required) this.findings.add(`${name} body`, ['is missing']);
    } else if (body === undefined) {
      this.findings.add(`${name} body`, ['is not described']);
    } else {
      this.findings.add(`${name} body`, this.#schemas.problems(body.pointer, given));
    }
  }

  /** A body with files: Discord takes it for one object, in which each part with a file is a field. */
  #checkForm({ name, body }: Operation, { body: given, files }: RecordedCall): void {
    if (body?.form === undefined) {
      this.findings.add(`${name} form`, ['is not described']);
      return;
    }
    const content = Object.fromEntries(Object.keys(files).map((part) => [part, '']));
    const whole = typeof given === 'object' ? { ...given, ...content } : given;
    this.findings.add(`${name} form`, this.#schemas.problems(body.form, whole));
    for (const [part, file] of Object.entries(files)) {
      this.findings.add(`${name} file ${part}`, fileProblems(part, file));
    }
  }

  /** Server errors are no part of the description: the sandbox gives one only where a test asks for it. */
  #checkAnswer({ name, answers }: Operation, { status, response }: RecordedCall): void {
    if (status >= 500) return;
    const where = `answer ${status} to ${name}`;
    const answer = answers.get(String(status)) ?? answers.get(`${Math.floor(status / 100)}XX`);
    if (answer === undefined) {
      this.findings.add(where, ['is not described']);
    } else if (answer.pointer === undefined) {
      if (response !== undefined) this.findings.add(where, ['has no body']);
    } else {
      this.findings.objects.add(
        this.#api.nameOf(answer.pointer),
        Array.isArray(response) ? response.length : 1,
      );
      this.findings.add(where, this.#schemas.problems(answer.pointer, withoutFieldErrors(response)));
    }
  }
}

/** The description does not forbid other parts, but Discord passes them over ("Uploading files"). */
function fileProblems(part: string, { fileName, contentType, size }: RecordedFile): string[] {
  return [
    ...(/^files\[\d\]$/.test(part) ? [] : ['is no part for a file']),
    ...(fileName === '' ? ['has no name'] : []),
    ...(contentType === '' ? ['has no content type'] : []),
    ...(size === 0 ? ['is empty'] : []),
  ];
}

/**
 * A refusal without `errors`, which tells what is wrong with each field.
 *
 * The description says that their codes are numbers, but Discord gives them names, such as `BASE_TYPE_REQUIRED`
 * (Discord documentation, "Error messages").
 */
function withoutFieldErrors(response: unknown): unknown {
  const isRefusal = typeof response === 'object' && response !== null && 'errors' in response;
  return isRefusal ? { ...response, errors: undefined } : response;
}
