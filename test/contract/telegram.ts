import type { BotApiCall, BotApiRequest } from '../../src/sandbox/telegram/index.ts';
import { Findings } from './findings.ts';
import { Schemas } from './schemas.ts';
import { attachedParts, readParameters } from './telegram-parameters.ts';
import { parametersOf, readTelegramSpecification, resultOf, typeNamed } from './telegram-schemas.ts';

/** The Bot API as its documentation describes it, to which the bots' calls and the sandbox are held. */
export class TelegramContract {
  readonly findings = new Findings();
  readonly #methods: ReturnType<typeof readTelegramSpecification>['methods'];
  readonly #schemas: Schemas;

  /** @param specification in the form of PaulSonOfLars/telegram-bot-api-spec */
  constructor(specification: object) {
    const { methods, document } = readTelegramSpecification(specification);
    this.#methods = methods;
    this.#schemas = new Schemas(document);
  }

  /** Checks what a bot asked. */
  checkRequest({ method: name, payload, contentType }: BotApiRequest): void {
    const method = this.#methods.get(name);
    if (method === undefined) {
      this.findings.add(name, ['is no method of the Bot API']);
      return;
    }
    this.findings.calls.add(name);
    const parameters = readParameters(payload, contentType, method.fields);
    this.findings.add(name, this.#schemas.problems(parametersOf(name), parameters));
    if (!contentType.startsWith('multipart/form-data')) return;
    for (const upload of attachedParts(payload).values()) {
      this.findings.add(`upload of ${name}`, this.#schemas.problems(typeNamed('InputFile'), upload));
    }
  }

  /** Checks what the sandbox answered. Of a refusal only its parameters are described. */
  checkAnswer({ method: name, response }: Pick<BotApiCall, 'method' | 'response'>): void {
    const method = this.#methods.get(name);
    if (method === undefined) return;
    if (response.ok) {
      const { result } = response;
      const type = method.returns.join(' | ').replace(/^Array of /, '');
      this.findings.objects.add(type, Array.isArray(result) ? result.length : 1);
      this.findings.add(`answer to ${name}`, this.#schemas.problems(resultOf(name), result));
    } else if (response.parameters !== undefined) {
      const problems = this.#schemas.problems(typeNamed('ResponseParameters'), response.parameters);
      this.findings.objects.add('ResponseParameters');
      this.findings.add(`refusal of ${name}`, problems);
    }
  }
}
