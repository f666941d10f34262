import type { Registry } from 'prom-client';
import { TOPICS } from '../../schemas/index.ts';
import type { Audit } from '../audit/audit.ts';
import { noteCenter } from '../audit/reloads.ts';
import { startAudit } from '../audit/start.ts';
import type { ContactCenter } from '../center/contact-center.ts';
import { connectClickHouse, connectKafka, connectRegistry } from '../lib/connections.ts';
import { codeOf } from '../lib/errors.ts';
import { createLeadership } from '../lib/kafka/leadership.ts';
import { createPartitionEnds } from '../lib/kafka/partition-ends.ts';
import { createAvroProducer } from '../lib/kafka/producer.ts';
import type { RoleContext } from '../lib/role.ts';
import { followLive } from '../live/follow.ts';
import type { LiveState } from '../live/live-state.ts';
import { centerOfHashed } from '../privacy/agents-in-center.ts';
import { lead } from './engine.ts';
import { createAlertingMetrics } from './metrics.ts';
import { createNotifying } from './notify/create.ts';
import { isOtherSetup, setUp } from './setup.ts';
import { createAlertStore } from './store/store.ts';
import { createProgress, TARGET_TOPICS } from './targets/progress.ts';
import { createTenure, type Tenure } from './tenure.ts';

export interface AlertingSettings {
  groupId: string;
  /** Another process takes over after this long without a sign of life. */
  sessionTimeoutMs: number;
  /** Where the process has an audit log already. Else alerting starts one. */
  audit?: Audit;
  /** What is open, where roles of one process share it. Else it is kept from `contact.live`. */
  live?: LiveState;
}

/** The shortest session that Kafka's brokers allow unless told otherwise. */
const DEFAULT_SETTINGS: AlertingSettings = { groupId: 'linewatch-alerting', sessionTimeoutMs: 6_000 };
/** Longest that Kafka is waited for when it is asked how far it reaches. */
const ENDS_MS = 2_000;
const RESTART = { minMs: 1_000, maxMs: 30_000 };

/** Starts alerting: it stands by, and alerts while this process leads. */
export async function startAlerting(
  context: RoleContext,
  metrics: Registry,
  given: Partial<AlertingSettings> = {},
): Promise<void> {
  const { audit: known, live: shared, ...settings } = { ...DEFAULT_SETTINGS, ...given };
  const { environment, endpoints, lifecycle } = context;
  const log = context.log.child({ role: 'alerting' });
  const kafka = connectKafka(environment, endpoints, 'alerting', log);
  const clickhouse = await lifecycle.start(
    async () => connectClickHouse(environment, endpoints),
    (client) => client.close(),
  );
  const producer = await lifecycle.start(
    () => createAvroProducer(kafka, connectRegistry(endpoints)),
    (one) => one.close(),
  );
  const ends = await lifecycle.start(
    async () => createPartitionEnds(kafka, { topics: TARGET_TOPICS, timeoutMs: ENDS_MS }),
    (one) => one.close(),
  );
  const live = shared ?? (await followLive({ ...context, log }, { clickhouse, kafka, metrics }));
  const store = createAlertStore(clickhouse);
  const figures = createAlertingMetrics(metrics);
  const deps = { clickhouse, store, metrics: figures, log, now: Date.now };
  const audit = known ?? (await startAudit({ ...context, log }, 'alerting', metrics));
  const { center } = await centerOfHashed(context, (changed) => follow(changed), noteCenter(audit));
  let inForce = center();
  let setup = setUp(inForce, producer, Date.now);
  let tenure: Tenure | undefined;

  /** What cannot be set up, for lack of a secret, leaves alerting as it is. */
  function follow(changed: ContactCenter): void {
    if (!isOtherSetup(inForce, changed)) return;
    try {
      setup = setUp(changed, producer, Date.now);
    } catch (error) {
      log.error({ code: codeOf(error) }, 'alerting goes on as it was configured before');
      return;
    }
    inForce = changed;
    tenure?.again();
  }

  async function run(signal: AbortSignal): Promise<void> {
    const { alerting, channels, options } = setup;
    const notifier = createNotifying(alerting, { ...deps, channels, calendarNamed: options.calendarNamed });
    const progress = createProgress({ clickhouse, ends, now: Date.now });
    const ended = new AbortController();
    const either = AbortSignal.any([signal, ended.signal]);
    const working = [
      notifier.run(either),
      lead({ ...deps, notifier, progress, live, ends }, options, either),
    ];
    try {
      // Neither goes on without the other.
      await Promise.race(working);
    } finally {
      ended.abort();
      await Promise.allSettled(working);
    }
  }

  const leading = await lifecycle.start(
    async () =>
      createTenure(run, {
        backoff: RESTART,
        onError: (error) =>
          log.error({ code: codeOf(error), error: (error as Error).message }, 'alerting stopped'),
      }),
    (one) => one.close(),
  );
  tenure = leading;
  const leadership = createLeadership(kafka, { ...settings, topic: TOPICS.slaAlerts });
  await lifecycle.start(
    () =>
      leadership.start((leads) => {
        log.info({ leads }, leads ? 'alerts from now on' : 'stands by');
        figures.leads(leads);
        leading.change(leads);
      }),
    () => leadership.close(),
  );
}
