import { badRequest } from '../errors.ts';
import { type Methods, method } from './method.ts';

const MAX_TEXT = 200;

export const callbackMethods: Methods = {
  answerCallbackQuery: method('callback_query_id text show_alert url cache_time', ({ network, params }) => {
    const text = params.text('text') ?? '';
    if (text.length > MAX_TEXT) throw badRequest('MESSAGE_TOO_LONG');
    network.callbackQueries.answer(params.text('callback_query_id') ?? '', {
      kind: 'answer',
      text,
      alert: params.flag('show_alert'),
      url: params.text('url'),
    });
    return true;
  }),
};
