import type { Chat, Sendable } from '../chat.ts';
import { badRequest } from '../errors.ts';
import { readCaption, readText } from '../formatted-text.ts';
import { readReplyMarkup } from '../keyboard.ts';
import { readFile } from '../media.ts';
import type { MessageContent } from '../message.ts';
import { type Call, type Methods, method } from './method.ts';
import { readReplyTarget, readWritableChat } from './targets.ts';

const COMMON =
  'business_connection_id chat_id message_thread_id direct_messages_topic_id parse_mode disable_notification ' +
  'protect_content allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters reply_markup';

/** @see https://core.telegram.org/bots/api#sendchataction */
const ACTIONS = [
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
];

export const sendingMethods: Methods = {
  sendMessage: method(`${COMMON} text entities link_preview_options`, (call) => {
    const content = readText(call.params);
    return send(call, chatFor(call, 'text messages'), content);
  }),

  sendPhoto: method(
    `${COMMON} photo caption caption_entities show_caption_above_media has_spoiler`,
    (call) => {
      const caption = readCaption(call.params);
      const chat = chatFor(call, 'photos');
      return send(call, chat, { ...caption, file: readFile(call.params, call.network.files, 'photo') });
    },
  ),

  sendDocument: method(
    `${COMMON} document thumbnail caption caption_entities disable_content_type_detection`,
    (call) => {
      const caption = readCaption(call.params);
      const chat = chatFor(call, 'documents');
      return send(call, chat, { ...caption, file: readFile(call.params, call.network.files, 'document') });
    },
  ),

  sendChatAction: method('business_connection_id chat_id message_thread_id action', (call) => {
    const action = call.params.text('action')?.toLowerCase() ?? '';
    if (!ACTIONS.includes(action)) throw badRequest('wrong parameter action in request');
    readWritableChat(call).actions.push(action);
    return true;
  }),
};

function chatFor(call: Call, what: Sendable): Chat {
  const chat = readWritableChat(call);
  chat.checkBotMaySend(what);
  return chat;
}

function send(call: Call, chat: Chat, content: MessageContent) {
  const { network, params } = call;
  const { keyboard, other } = readReplyMarkup(params);
  const message = chat.add({
    ...content,
    keyboard,
    frozen: other,
    sender: botSender(network.bot),
    date: network.time,
    replyTo: readReplyTarget(call, chat),
  });
  return message.toApi();
}

/** The `User` of the bot, without what only getMe tells. */
function botSender({ id, first_name, username }: Call['network']['bot']) {
  return { id, is_bot: true, first_name, username };
}
