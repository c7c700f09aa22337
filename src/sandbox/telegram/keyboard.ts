import type { InlineKeyboardButton } from 'grammy/types';
import { badRequest } from './errors.ts';
import { checkedLink } from './links.ts';
import { isObject, type JsonObject, type Params, textField } from './params.ts';

export type Keyboard = readonly (readonly InlineKeyboardButton[])[];

/** What `reply_markup` asked for. */
export interface ReplyMarkup {
  readonly keyboard: Keyboard;
  /** A reply keyboard, its removal or a forced reply; such a message can't be edited. */
  readonly other: boolean;
}

const MAX_BUTTONS = 100;
const MAX_ROW = 8;
const MAX_CALLBACK_DATA_BYTES = 64;

/** What a button may do; a button does exactly one of these. */
const ACTIONS = [
  'url',
  'callback_data',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'callback_game',
  'pay',
];
const OTHER_MARKUP = ['keyboard', 'remove_keyboard', 'force_reply'];

/** Reads `reply_markup` of a message to send. */
export function readReplyMarkup(params: Params): ReplyMarkup {
  const markup = params.json('reply_markup');
  if (markup === undefined) return { keyboard: [], other: false };
  if (!isObject(markup)) throw badRequest('object expected as reply markup');
  if (markup.inline_keyboard !== undefined) {
    return { keyboard: readKeyboard(markup.inline_keyboard), other: false };
  }
  return { keyboard: [], other: OTHER_MARKUP.some((field) => markup[field] !== undefined) };
}

/** Reads `reply_markup` of an edit, which may only be an inline keyboard. */
export function readInlineKeyboard(params: Params): Keyboard {
  const { keyboard, other } = readReplyMarkup(params);
  if (other) throw badRequest('inline keyboard expected');
  return keyboard;
}

function readKeyboard(value: unknown): Keyboard {
  const field = 'field "inline_keyboard" of the InlineKeyboardMarkup';
  if (!Array.isArray(value)) throw badRequest(`${field} must be an Array`);
  const rows = value.map((row: unknown) => {
    if (!Array.isArray(row)) throw badRequest(`${field} must be an Array of Arrays`);
    return row.map(readButton);
  });
  if (rows.some((row) => row.length > MAX_ROW) || rows.flat().length > MAX_BUTTONS) {
    throw badRequest('reply markup is too long');
  }
  return rows.filter((row) => row.length > 0);
}

function readButton(value: unknown): InlineKeyboardButton {
  if (!isObject(value)) throw buttonError('InlineKeyboardButton must be an Object');
  const text = textField(value, 'text');
  if (text === undefined) throw buttonError('Can\'t find field "text"');
  if (text.trim() === '') throw buttonError('button text must be non-empty');
  const actions = ACTIONS.filter((action) => value[action] !== undefined && value[action] !== '');
  // An empty switch_inline_query is an action: it inserts the bot's name alone.
  const inline = ACTIONS.filter((action) => action.startsWith('switch_inline') && value[action] === '');
  if (actions.length + inline.length === 0) {
    throw buttonError('Text buttons are unallowed in the inline keyboard');
  }
  if (actions.length + inline.length > 1) {
    throw buttonError(`a button does one thing, not ${[...actions, ...inline].join(' and ')}`);
  }
  checkAction(value);
  return { ...value, text } as InlineKeyboardButton;
}

function checkAction(button: JsonObject): void {
  const data = textField(button, 'callback_data');
  if (data !== undefined && Buffer.byteLength(data) > MAX_CALLBACK_DATA_BYTES) {
    throw badRequest('BUTTON_DATA_INVALID');
  }
  const url = textField(button, 'url');
  const problem = url ? checkedLink(url).problem : undefined;
  if (problem !== undefined) {
    throw badRequest(`inline keyboard button URL '${url}' is invalid: ${problem}`);
  }
}

function buttonError(reason: string) {
  return badRequest(`can't parse inline keyboard button: ${reason}`);
}
