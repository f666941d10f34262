import type { Alerting } from '../../center/config/alerting.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import type { Log } from '../../lib/log.ts';
import type { Channel } from '../channels/channel.ts';
import { createSenders } from '../channels/senders.ts';
import type { CalendarNamed } from '../hours.ts';
import type { AlertingMetrics } from '../metrics.ts';
import type { AlertStore } from '../store/store.ts';
import { createDispatcher } from './dispatcher.ts';
import { createJournal } from './journal.ts';
import { createNotifier, type Notifier } from './notifier.ts';
import { createTellingHours } from './telling-hours.ts';

export interface NotifyingDeps {
  clickhouse: ClickHouse;
  channels: readonly Channel[];
  calendarNamed: CalendarNamed;
  store: AlertStore;
  metrics: AlertingMetrics;
  log: Log;
  now: () => number;
}

const SENDER = { backoff: { minMs: 500, maxMs: 60_000 }, maxWaiting: 20_000 };
const PACE_MS = 2_000;

/** The notifier that the configuration describes, for as long as this process leads. */
export function createNotifying(alerting: Alerting, deps: NotifyingDeps): Notifier {
  const { rules, routes, inhibit, retryFor } = alerting;
  const { channels } = deps;
  const dispatcher = createDispatcher({
    routes,
    inhibit,
    channels: channels.map(({ id }) => id),
    hoursOf: createTellingHours(rules, deps.calendarNamed),
    hearsAcknowledged: new Set(channels.filter((each) => each.hearsAcknowledged).map(({ id }) => id)),
  });
  const journal = createJournal(deps.clickhouse);
  const senders = createSenders({ ...deps, journal }, { ...SENDER, retryForMs: retryFor });
  return createNotifier({ ...deps, dispatcher, journal, senders, paceMs: PACE_MS });
}
