import { DiscordAPIError, HTTPError, RateLimitError, RESTJSONErrorCodes } from 'discord.js';
import { type Delivery, deliveryOf as settle } from '../chat/delivery.ts';
import { type Sending, sendingAfter } from '../chat/notifier.ts';

/** What Discord refuses in the course of things (Discord documentation, "JSON error codes"). */
const EXPECTED: ReadonlyMap<number | string, Delivery> = new Map<number | string, Delivery>([
  [RESTJSONErrorCodes.UnknownInteraction, 'too-late'],
  // The token of an interaction has run out, 15 minutes after it.
  [RESTJSONErrorCodes.UnknownWebhook, 'too-late'],
  [RESTJSONErrorCodes.InvalidWebhookToken, 'too-late'],
  [RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged, 'already-answered'],
  [RESTJSONErrorCodes.CannotSendMessagesToThisUser, 'blocked'],
  [RESTJSONErrorCodes.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds, 'blocked'],
  [RESTJSONErrorCodes.MissingPermissions, 'blocked'],
  // The bot does not see the channel, or was removed from its server.
  [RESTJSONErrorCodes.MissingAccess, 'blocked'],
  [RESTJSONErrorCodes.CannotSendMessagesInNonTextChannel, 'blocked'],
  [RESTJSONErrorCodes.MessageWasBlockedByAutomaticModeration, 'blocked'],
  [RESTJSONErrorCodes.OpeningDirectMessagesTooFast, 'throttled'],
  [RESTJSONErrorCodes.ChannelSendRateLimit, 'throttled'],
  [RESTJSONErrorCodes.ActionCannotBePerformedDueToSlowmodeRateLimit, 'throttled'],
  [RESTJSONErrorCodes.UnknownUser, 'gone'],
  [RESTJSONErrorCodes.InvalidRecipients, 'gone'],
  [RESTJSONErrorCodes.UnknownChannel, 'gone'],
  [RESTJSONErrorCodes.UnknownMessage, 'gone'],
]);

/** What became of a REST call that brings an answer; rejects with what is not expected of Discord. */
export function deliveryOf(call: Promise<unknown>): Promise<Delivery> {
  return settle(call, explain);
}

/** What became of one REST call that brings a message nobody asked for; rejects as {@link deliveryOf} does. */
export function sendingOf(call: Promise<unknown>): Promise<Sending> {
  return settle(call, (error) => sendingAfter(explain(error), error));
}

function explain(error: unknown): Delivery | undefined {
  if (error instanceof DiscordAPIError) return EXPECTED.get(error.code);
  if (error instanceof RateLimitError) return 'throttled';
  return error instanceof HTTPError || isConnectionFault(error) ? 'unreachable' : undefined;
}

/** discord.js passes on what undici rejects with: system errors, undici's own, or its 15 seconds run out. */
function isConnectionFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'AbortError') return true;
  return 'code' in error && /^(E[A-Z]+|UND_ERR_\w+)$/.test(String(error.code));
}
