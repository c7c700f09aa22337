import type { ReactionType, ReactionTypeEmoji } from 'grammy/types';
import { badRequest } from '../errors.ts';
import { readCaption, readText } from '../formatted-text.ts';
import { readInlineKeyboard } from '../keyboard.ts';
import { readInputMedia } from '../media.ts';
import type { MessageContent, StoredMessage } from '../message.ts';
import { isObject, type JsonObject, textField } from '../params.ts';
import { type Call, type Methods, method } from './method.ts';
import { readMessage } from './targets.ts';

const COMMON = 'business_connection_id chat_id message_id inline_message_id reply_markup';

export const editingMethods: Methods = {
  editMessageText: method(`${COMMON} text parse_mode entities link_preview_options rich_message`, (call) => {
    const content = { ...readText(call.params), keyboard: readInlineKeyboard(call.params) };
    const message = readEditable(call);
    if (message.file !== undefined) throw badRequest('there is no text in the message to edit');
    return edit(call, message, content);
  }),

  editMessageCaption: method(
    `${COMMON} caption parse_mode caption_entities show_caption_above_media`,
    (call) => {
      const content = { ...readCaption(call.params), keyboard: readInlineKeyboard(call.params) };
      const message = readEditable(call);
      if (message.file === undefined) throw badRequest('there is no caption in the message to edit');
      return edit(call, message, { ...content, file: message.file });
    },
  ),

  // A text may become a photo, but no photo a text: so the method's description.
  editMessageMedia: method(`${COMMON} media`, (call) => {
    const keyboard = readInlineKeyboard(call.params);
    const message = readEditable(call);
    return edit(call, message, { ...readInputMedia(call.params, call.network.files), keyboard });
  }),

  editMessageReplyMarkup: method(COMMON, (call) => {
    const keyboard = readInlineKeyboard(call.params);
    const message = readEditable(call);
    const { text, html, entities, file } = message;
    return edit(call, message, { text, html, entities, file, keyboard });
  }),

  setMessageReaction: method('chat_id message_id reaction is_big', (call) => {
    const reactions = (call.params.list('reaction') ?? []).map(readReaction);
    const message = readMessage(call, 'react');
    // "bots can set up to one reaction per message", says the method's description.
    if (reactions.length > 1) throw badRequest('REACTIONS_TOO_MANY');
    message.reactions = reactions;
    message.chat.messages.changed();
    return true;
  }),
};

function readEditable(call: Call): StoredMessage {
  const message = readMessage(call, 'edit');
  if (!message.sender.is_bot || message.frozen) throw badRequest("message can't be edited");
  return message;
}

function edit({ network }: Call, message: StoredMessage, content: MessageContent) {
  if (fingerprint(message) === fingerprint(content)) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a ' +
        'current content and reply markup of the message',
    );
  }
  message.edit(content, network.time);
  return message.toApi();
}

/** The same file uploaded anew counts as the same: whether it does to Telegram is not said anywhere. */
function fingerprint({ text, entities, keyboard = [], file }: MessageContent): string {
  const media = file && { ...file, id: '', uniqueId: '', bytes: file.bytes.toString('base64') };
  return JSON.stringify([text, entities, keyboard, media]);
}

function readReaction(value: unknown): ReactionType {
  if (!isObject(value)) throw reactionError('expected an Object');
  const type = textField(value, 'type');
  if (type === 'emoji') {
    // Which emoji Telegram takes changes with its apps, so any is taken here.
    return { type, emoji: required(value, 'emoji') as ReactionTypeEmoji['emoji'] };
  }
  if (type === 'custom_emoji') return { type, custom_emoji_id: required(value, 'custom_emoji_id') };
  throw reactionError('invalid reaction type specified');
}

function required(reaction: JsonObject, field: string): string {
  const value = textField(reaction, field);
  if (value === undefined) throw reactionError(`Can't find field "${field}"`);
  return value;
}

function reactionError(reason: string) {
  return badRequest(`can't parse ReactionType: ${reason}`);
}
