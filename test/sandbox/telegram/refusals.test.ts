import { describe, expect, it } from 'vitest';
import { call, startSandbox } from './harness.ts';

const button = (fields: object) => ({ reply_markup: { inline_keyboard: [[{ text: 'b', ...fields }]] } });
const buttons = (rows: number, columns: number) =>
  Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => ({ text: 'b', callback_data: 'd' })),
  );
const html = (text: string) => ({ text, parse_mode: 'HTML' });
const parse = (reason: string) => `can't parse entities: ${reason}`;
const noButton = (reason: string) => `can't parse inline keyboard button: ${reason}`;

/** What is sent to a chat in which the user has written message 1 and the bot message 2, 'text'. */
const REFUSED: readonly (readonly [method: string, payload: object, reason: string])[] = [
  ['sendMessage', { chat_id: undefined, text: 'a' }, 'chat_id is empty'],
  ['sendMessage', { chat_id: 17, text: 'a' }, 'chat not found'],
  ['sendMessage', { chat_id: '@nobody', text: 'a' }, 'chat not found'],
  ['sendMessage', { chat_id: true, text: 'a' }, 'field "chat_id" must be of type Number'],
  ['sendMessage', {}, 'message text is empty'],
  ['sendMessage', { text: ' \n' }, 'message text is empty'],
  ['sendMessage', { text: 5 }, 'field "text" must be of type String'],
  ['sendMessage', html('<b></b>'), 'message text is empty'],
  ['sendMessage', { text: 'a'.repeat(4097) }, 'message is too long'],
  ['sendMessage', { text: 'a', parse_mode: 'XML' }, 'unsupported parse_mode'],
  [
    'sendMessage',
    { text: 'a', parse_mode: 'MarkdownV2' },
    'the sandbox does not speak parse_mode markdownv2; use HTML',
  ],
  ['sendMessage', html('é<x>y</x>'), parse('Unsupported start tag "x" at byte offset 2')],
  ['sendMessage', html('a < b'), parse('Unsupported start tag "" at byte offset 2')],
  ['sendMessage', html('<b'), parse('Unclosed start tag at byte offset 0')],
  ['sendMessage', html('<b>a'), parse('Can\'t find end tag corresponding to start tag "b"')],
  ['sendMessage', html('a</b>'), parse('Unexpected end tag at byte offset 1')],
  [
    'sendMessage',
    html('<b>a</i>'),
    parse('Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
  ],
  ['sendMessage', html('<b>a</b'), parse('Unclosed end tag at byte offset 4')],
  ['sendMessage', html('<span>a</span>'), parse('Tag "span" must have class "tg-spoiler" at byte offset 0')],
  [
    'sendMessage',
    html('<a href>b</a>'),
    parse('Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
  ],
  ['sendMessage', { text: 'a', reply_parameters: { message_id: 99 } }, 'message to be replied not found'],
  ['sendMessage', { text: 'a', reply_markup: '{' }, "can't parse reply markup JSON object"],
  ['sendMessage', { text: 'a', reply_markup: [] }, 'object expected as reply markup'],
  [
    'sendMessage',
    { text: 'a', ...button({}) },
    noButton('Text buttons are unallowed in the inline keyboard'),
  ],
  ['sendMessage', { text: 'a', ...button({ text: '' }) }, noButton('button text must be non-empty')],
  ['sendMessage', { text: 'a', ...button({ callback_data: 'é'.repeat(33) }) }, 'BUTTON_DATA_INVALID'],
  [
    'sendMessage',
    { text: 'a', ...button({ callback_data: 'd', url: 'https://example.com' }) },
    noButton('a button does one thing, not url and callback_data'),
  ],
  [
    'sendMessage',
    { text: 'a', ...button({ url: 'http://localhost:3000' }) },
    "inline keyboard button URL 'http://localhost:3000' is invalid: Wrong HTTP URL",
  ],
  [
    'sendMessage',
    { text: 'a', ...button({ url: 'ftp://example.com' }) },
    "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
  ],
  [
    'sendMessage',
    { text: 'a', reply_markup: { inline_keyboard: buttons(1, 9) } },
    'reply markup is too long',
  ],
  [
    'sendMessage',
    { text: 'a', reply_markup: { inline_keyboard: buttons(21, 5) } },
    'reply markup is too long',
  ],
  ['sendPhoto', {}, 'there is no photo in the request'],
  ['sendPhoto', { photo: 'id', caption: 'a'.repeat(1025) }, 'message caption is too long'],
  ['sendChatAction', { action: 'dance' }, 'wrong parameter action in request'],
  ['editMessageText', { text: 'a' }, 'message identifier is not specified'],
  ['editMessageText', { message_id: 99, text: 'a' }, 'message to edit not found'],
  ['editMessageText', { message_id: 1, text: 'a' }, "message can't be edited"],
  [
    'editMessageText',
    { message_id: 2, text: 'a', reply_markup: { force_reply: true } },
    'inline keyboard expected',
  ],
  [
    'editMessageText',
    { message_id: 2, text: 'text' },
    'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
  ],
  ['deleteMessage', { message_id: 99 }, 'message to delete not found'],
  ['deleteMessages', { message_ids: [] }, 'message identifiers are not specified'],
  ['setMessageReaction', { message_id: 99 }, 'message to react not found'],
  [
    'answerCallbackQuery',
    { callback_query_id: '1' },
    'query is too old and response timeout expired or query ID is invalid',
  ],
  ['answerCallbackQuery', { callback_query_id: '1', text: 'a'.repeat(201) }, 'MESSAGE_TOO_LONG'],
  ['setMyDescription', { description: 'a'.repeat(513) }, 'description must not exceed 512 characters'],
  [
    'setMyShortDescription',
    { short_description: 'a'.repeat(121) },
    'short_description must not exceed 120 characters',
  ],
  ['getChatMember', {}, 'invalid user_id specified'],
  ['getChatMember', { user_id: 5 }, 'user not found'],
];

describe('refused calls', () => {
  it.each(REFUSED)('%s %j', async (method, payload, reason) => {
    const sandbox = await startSandbox();
    const ann = sandbox.user({ firstName: 'Ann' });
    ann.send('hi');
    await call(sandbox, 'sendMessage', { chat_id: ann.id, text: 'text' });
    expect(await call(sandbox, method, { chat_id: ann.id, ...payload })).toEqual({
      status: 400,
      body: { ok: false, error_code: 400, description: `Bad Request: ${reason}` },
    });
    expect(ann.privateChat.messages.entries.map(({ text, edits }) => [text, edits])).toEqual([
      ['hi', 0],
      ['text', 0],
    ]);
  });

  it('names a wrong token and an unknown method', async () => {
    const sandbox = await startSandbox();
    expect(await call(sandbox, 'getMe', {}, '1:a')).toEqual({
      status: 401,
      body: { ok: false, error_code: 401, description: 'Unauthorized' },
    });
    expect(await call(sandbox, 'getMee')).toEqual({
      status: 404,
      body: { ok: false, error_code: 404, description: 'Not Found' },
    });
  });

  it('reports what Telegram would pass over in silence', async () => {
    const sandbox = await startSandbox();
    await call(sandbox, 'getMe', { chatId: 1 });
    expect(sandbox.calls.entries[0]?.unknownFields).toEqual(['chatId']);
  });

  it('shapes the token as BotFather does', async () => {
    const sandbox = await startSandbox();
    expect(sandbox.token).toMatch(/^\d{10}:[\w-]{35}$/);
    expect((await call(sandbox, 'getMe')).body.result).toMatchObject({
      id: sandbox.botId,
      is_bot: true,
      username: sandbox.botUsername,
    });
  });
});
