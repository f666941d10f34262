import { loadContactCenter } from '../../../services/center/contact-center.ts';
import { type ComparedMetric, compare } from '../../../services/evaluation/compare/compare.ts';
import { aroundChange } from '../../../services/evaluation/compare/periods.ts';
import { createClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { migrate } from '../../../services/lib/clickhouse/migrate.ts';
import { CATALOGUE } from '../../../services/metrics/catalogue/index.ts';
import { dimensionsOf } from '../../../services/metrics/definition/metric.ts';
import { settle } from '../../../services/simulator/begin.ts';
import { DEFAULT_PROFILE } from '../../../services/simulator/default-profile.ts';
import { daysBetween } from '../../../services/simulator/events-between.ts';
import { PLANTED_CHANGE } from '../../../services/simulator/planted-change.ts';
import { storeFacts } from '../../support/stored-facts.ts';

/** What must move when fewer tickets are reopened, and why. */
export const FOLLOWS: Readonly<Record<string, string>> = {
  reopen_rate: 'the effect itself',
  reopened: 'its numerator',
  solved: 'a reopened ticket is solved on another day once more',
  next_response_count: 'a reopened ticket is answered once more',
  fcr: 'a first solution that is reopened is none',
  sla_attainment: 'a reopened ticket has another answer and a later solution promised',
  one_touch_rate: 'a reopened ticket is answered once more',
  total_resolution_mean: 'a reopened ticket is solved for good later',
  total_resolution_p50: 'a reopened ticket is solved for good later',
  total_resolution_p90: 'a reopened ticket is solved for good later',
  agent_work_mean: 'a reopened ticket is worked on once more',
  agent_work_p50: 'a reopened ticket is worked on once more',
  agent_work_p90: 'a reopened ticket is worked on once more',
  requester_wait_mean: 'whoever comes back waits again',
  requester_wait_p50: 'whoever comes back waits again',
  requester_wait_p90: 'whoever comes back waits again',
};

const { zone } = DEFAULT_PROFILE;
/** Calls and chats are no part of the lives of tickets: without them the e-mails are the same. */
const TICKETS_ONLY = {
  ...DEFAULT_PROFILE,
  queues: DEFAULT_PROFILE.queues.map((queue) => ({
    ...queue,
    daily: { ...queue.daily, voice: 0, chat: 0, messaging: 0 },
  })),
};
const DAYS = 91;
const FOUR_WEEKS = 28;

/** The example's center without its holidays, which the simulator does not know. */
function centerWithoutHolidays() {
  const center = loadContactCenter();
  for (const calendar of Object.values(center.calendars))
    Object.assign(calendar, { holidays: [], special: {} });
  return center;
}

/**
 * Compares the metrics that e-mails have over four weeks before and after the change of a demonstration, as
 * `/api/v1/compare?change=...` does. Only e-mails are measured, as the change is of these.
 */
export async function plantedComparison(
  url: string,
  { seed, historyEnd }: { seed: number; historyEnd: number },
): Promise<ComparedMetric[]> {
  const { opensAt, changeAt } = await settle({
    profile: DEFAULT_PROFILE,
    seed,
    historyDays: DAYS,
    historyEnd,
    state: { load: async () => null, save: async () => {} },
  });
  const profile = { ...TICKETS_ONLY, changeAt: changeAt! };

  const database = `planted_${process.pid}_${seed}`;
  const bare = createClickHouse({ url, database: 'default', requestTimeoutMs: 60_000 });
  await migrate(bare, database);
  const clickhouse = createClickHouse({ url, database, requestTimeoutMs: 60_000 });
  try {
    const days = daysBetween({ profile, seed, opensAt, from: opensAt, to: historyEnd });
    await storeFacts(clickhouse, centerWithoutHolidays(), emailsOf(days));
    const { a, b } = aroundChange({ at: changeAt!, until: null }, FOUR_WEEKS, zone, historyEnd)!;
    const filters = { channel: [PLANTED_CHANGE.channel] };
    return await compare(clickhouse, {
      metrics: CATALOGUE.filter(
        (metric) => dimensionsOf(metric).includes('channel') && !isFarTail(metric.id),
      ),
      a: { ...a, filters },
      b: { ...b, filters },
      by: 'auto',
      correction: 'holm',
      zone,
      now: historyEnd,
      known: { specialDays: new Map(), events: [], changes: [], asked: PLANTED_CHANGE.name },
      language: 'en',
    });
  } finally {
    await bare.command(`DROP DATABASE ${database}`);
    await Promise.all([clickhouse.close(), bare.close()]);
  }
}

/** p50 and p90 stand for the others, which take as long again. */
const isFarTail = (id: string) => id.endsWith('_p95') || id.endsWith('_p99');

function* emailsOf(days: ReturnType<typeof daysBetween>) {
  for (const events of days)
    for (const event of events)
      if (event.topic !== 'contact.agents' && event.value.channel === PLANTED_CHANGE.channel) yield event;
}
