import type { Logger } from 'pino';
import { Accounts } from './accounts/accounts.ts';
import { Erasure } from './accounts/erasure.ts';
import { LinkCodes } from './accounts/link-codes.ts';
import { Linking } from './accounts/linking.ts';
import { AlertBook } from './alerts/alert-book.ts';
import type { Backlog } from './backlog.ts';
import type { BalanceProvider } from './balance/provider.ts';
import { BalanceService } from './balance/service.ts';
import { SharedLookUps } from './balance/shared-look-ups.ts';
import type { ChartRenderer } from './chart/renderer.ts';
import type { Services } from './chat/command.ts';
import type { Notifier } from './chat/notifier.ts';
import { Settings } from './chat/settings.ts';
import type { Texts } from './chat/texts.ts';
import type { Config } from './config.ts';
import { History } from './history/history.ts';
import { Offers } from './keys/offers.ts';
import { Prompts } from './keys/prompts.ts';
import { Vault } from './keys/vault.ts';
import type { Records } from './records/records.ts';

/** What the services stand on. */
export interface Foundation {
  readonly records: Records;
  readonly backlog: Backlog;
  readonly billing: BalanceProvider;
  readonly charts: ChartRenderer;
  readonly notifier: Notifier;
  readonly texts: Texts;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Makes what commands work with. */
export function createServices(
  { billing: { freshMs }, discord, watchPeriodMs, keyPageUrl, topUpUrl, currency }: Config,
  { records, backlog, billing, charts, notifier, texts, log, now }: Foundation,
): Services {
  const linkCodes = new LinkCodes(records, now);
  const erasure = new Erasure(records, linkCodes);
  const vault = new Vault(records, now);
  const offers = new Offers(records, now);
  const history = new History(records, vault, backlog, (problem) =>
    log.error({ problem }, 'the history of a key does not open and is begun anew'),
  );
  return {
    accounts: new Accounts(records),
    linkCodes,
    linking: new Linking(records, linkCodes),
    balances: new BalanceService(vault, offers, new SharedLookUps(billing, freshMs, now), history),
    vault,
    offers,
    prompts: new Prompts(records, now),
    settings: new Settings(records),
    history,
    alerts: new AlertBook(records),
    charts,
    messages: { discord: discord?.intake.kind === 'http' ? 'unread' : 'read', telegram: 'read' },
    isWatching: watchPeriodMs > 0,
    notifier,
    erase: (user) => erasure.erase(user),
    keyPageUrl,
    topUpUrl,
    currency,
    now,
    sayIn: texts.in,
  };
}
