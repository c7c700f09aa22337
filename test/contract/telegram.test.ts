import { describe, expect, it } from 'vitest';
import type { BotApiCall, BotApiRequest } from '../../src/sandbox/telegram/index.ts';
import { TelegramContract } from './telegram.ts';

const field = (name: string, types: string, required = true, description = '') => ({
  name,
  types: types.split('|'),
  required,
  description,
});

/** A Bot API with a few methods, in the form of PaulSonOfLars/telegram-bot-api-spec. */
const API = {
  methods: {
    sendMessage: {
      fields: [
        field('chat_id', 'Integer|String'),
        field('text', 'String'),
        field('silent', 'Boolean', false),
        field('delay', 'Float', false),
        field('reply_markup', 'Keyboard|Removal', false),
      ],
      returns: ['Message'],
    },
    sendPhoto: {
      fields: [field('photo', 'InputFile|String'), field('width', 'Integer', false)],
      returns: ['Message'],
    },
    setScope: { fields: [field('scope', 'Scope')], returns: ['Boolean'] },
    getUpdates: { returns: ['Array of Update'] },
  },
  types: {
    Message: { fields: [field('message_id', 'Integer'), field('from', 'User', false)] },
    Update: { fields: [field('update_id', 'Integer'), field('message', 'Message', false)] },
    User: { fields: [field('id', 'Integer')] },
    Keyboard: { fields: [field('rows', 'Array of Array of Button')] },
    Button: { fields: [field('text', 'String'), field('url', 'String', false)] },
    Removal: { fields: [field('remove', 'Boolean')] },
    Scope: { subtypes: ['ScopeDefault', 'ScopeChat'] },
    ScopeDefault: { fields: [field('type', 'String', true, 'Scope type, must be default')] },
    ScopeChat: {
      fields: [field('type', 'String', true, 'Scope type, always "chat"'), field('chat_id', 'Integer')],
    },
    InputFile: {},
    ResponseParameters: { fields: [field('retry_after', 'Integer', false)] },
  },
};

function check(request: Partial<BotApiRequest>): TelegramContract['findings'] {
  const contract = new TelegramContract(API);
  contract.checkRequest({
    method: 'sendMessage',
    payload: { chat_id: 1, text: 'hi' },
    contentType: 'application/json',
    ...request,
  });
  return contract.findings;
}

const problems = (request: Partial<BotApiRequest>) => sentences(check(request));
const problemsOf = (payload: BotApiRequest['payload']) => problems({ payload });

function checkAnswer(method: string, response: BotApiCall['response']): TelegramContract['findings'] {
  const contract = new TelegramContract(API);
  contract.checkAnswer({ method, response });
  return contract.findings;
}

const sentences = ({ mismatches }: TelegramContract['findings']) =>
  mismatches.entries.map(([problem]) => problem);

describe('the check against the Bot API', () => {
  it('accepts what is described, and counts it', () => {
    const reply_markup = { rows: [[{ text: 'Go', url: 'https://example.com' }], []] };
    const { calls, mismatches } = check({
      payload: { chat_id: '@name', text: 'hi', silent: true, delay: 0.5, reply_markup },
    });
    expect(mismatches.entries).toEqual([]);
    expect(calls.entries).toEqual([['sendMessage', 1]]);
  });

  it('knows no other method', () => {
    expect(problems({ method: 'sendMassage' })).toEqual(['sendMassage: is no method of the Bot API']);
    expect(check({ method: 'sendMassage' }).calls.total).toBe(0);
  });

  it('tells what is missing, unknown or of another type, and where', () => {
    expect(problemsOf({ chat_id: 1 })).toEqual(["sendMessage: / must have required property 'text'"]);
    expect(problemsOf({ chat_id: 1, text: 'hi', txt: 'hi' })).toEqual([
      'sendMessage: / must NOT have additional properties ("txt")',
    ]);
    expect(problemsOf({ chat_id: 1, text: 5 })).toEqual(['sendMessage: /text must be string']);
    expect(problemsOf({ chat_id: 1, text: 'hi', silent: 'true' })).toEqual([
      'sendMessage: /silent must be boolean',
    ]);
    expect(problemsOf({ chat_id: 1.5, text: 'hi' })).toEqual([
      'sendMessage: /chat_id must be integer',
      'sendMessage: /chat_id must be string',
    ]);
  });

  it('looks into nested objects, and into each kind that they may be of', () => {
    expect(problemsOf({ chat_id: 1, text: 'hi', reply_markup: { rows: [[{ text: 1 }]] } })).toContain(
      'sendMessage: /reply_markup/rows/*/*/text must be string',
    );
    expect(problemsOf({ chat_id: 1, text: 'hi', reply_markup: { remove: true } })).toEqual([]);
    expect(problemsOf({ chat_id: 1, text: 'hi', reply_markup: {} })).not.toEqual([]);
    const scoped = (scope: object) => problems({ method: 'setScope', payload: { scope } });
    expect(scoped({ type: 'default' })).toEqual([]);
    expect(scoped({ type: 'chat', chat_id: 1 })).toEqual([]);
    expect(scoped({ type: 'chat' })).toEqual(["setScope: /scope must have required property 'chat_id'"]);
    expect(scoped({ type: 'everywhere' })).toContain(
      'setScope: /scope/type must be equal to constant ("default")',
    );
  });

  it('reads typed values out of a form, where all is text', () => {
    const contentType = 'application/x-www-form-urlencoded';
    const reply_markup = '{"rows":[[{"text":"Go"}]]}';
    expect(
      problems({
        contentType,
        payload: { chat_id: '1', text: '7', silent: 'true', delay: '1', reply_markup },
      }),
    ).toEqual([]);
    expect(problems({ contentType, payload: { chat_id: '1', text: '7', silent: 'si' } })).toEqual([
      'sendMessage: /silent must be boolean',
    ]);
  });

  it('knows a file, be it a parameter, a part that one names, or an id', () => {
    const photo = (payload: object) =>
      problems({
        method: 'sendPhoto',
        contentType: 'multipart/form-data; boundary=x',
        payload: { ...payload },
      });
    const file = { fileName: 'a.png', contentType: 'image/png', size: 5 };
    expect(photo({ photo: file })).toEqual([]);
    expect(photo({ photo: 'attach://one', one: file, width: '5' })).toEqual([]);
    expect(photo({ photo: 'attach://one' })).toEqual(['upload of sendPhoto: / must be object']);
    expect(photo({ photo: 'attach://one', one: { ...file, fileName: '' } })).toEqual([
      'upload of sendPhoto: /fileName must NOT have fewer than 1 characters',
    ]);
    expect(photo({ photo: 'an-id' })).toEqual([]);
    expect(photo({ photo: { ...file, size: 0 } })).toContain('sendPhoto: /photo/size must be >= 1');
    expect(photo({ photo: 'an-id', one: file })).toEqual([
      'sendPhoto: / must NOT have additional properties ("one")',
    ]);
  });

  it('holds the answers of the sandbox to the description too, and counts what they hold', () => {
    const updates = (...result: object[]) => checkAnswer('getUpdates', { ok: true, result });
    const good = updates({ update_id: 1, message: { message_id: 1, from: { id: 1 } } }, { update_id: 2 });
    expect(good.mismatches.entries).toEqual([]);
    expect(good.objects.entries).toEqual([['Update', 2]]);
    expect(sentences(updates({ update_id: 1, message: { message_id: 1, from: {} } }))).toEqual([
      "answer to getUpdates: /*/message/from must have required property 'id'",
    ]);
    expect(sentences(updates({ update_id: 1, massage: {} }))).toEqual([
      'answer to getUpdates: /* must NOT have additional properties ("massage")',
    ]);
    const refusal = { ok: false, error_code: 429, description: 'Too Many Requests' } as const;
    expect(sentences(checkAnswer('sendMessage', refusal))).toEqual([]);
    expect(sentences(checkAnswer('sendMessage', { ...refusal, parameters: { retry_after: 1 } }))).toEqual([]);
    expect(sentences(checkAnswer('sendMessage', { ...refusal, parameters: { retry_after: 0.5 } }))).toEqual([
      'refusal of sendMessage: /retry_after must be integer',
    ]);
  });
});
