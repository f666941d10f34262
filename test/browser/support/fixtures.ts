/** A small contact center, the same in every run. Its "now" is the clock's. */

const queueTitles = {
  general: 'General enquiries',
  billing: 'Billing',
  technical: 'Technical',
  orders: 'Orders and returns',
  vip: 'Key accounts',
};

export const agentTitles = Object.fromEntries(
  ['Ada Lindqvist', 'Bo Chen', 'Carla Ruiz', 'Deniz Aydin', 'Emma Novak', 'Farid Aziz', 'Grace Otieno'].map(
    (title, index) => [`a${index + 1}`, title],
  ),
);

export const dimensions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  queue: queueTitles,
  channel: { voice: 'voice', chat: 'chat', email: 'email' },
  team: { frontline: 'Frontline', billing: 'Billing desk', technical: 'Technical support' },
  agent: agentTitles,
  priority: { urgent: 'urgent', high: 'high', normal: 'normal', low: 'low' },
  policy: { gold: 'Gold promise', standard: 'Standard promise' },
  sla_metric: { first_response: '', next_response: '', first_resolution: '' },
  language: { en: '', zh: '', de: '' },
  customer_tier: { gold: 'Gold', silver: 'Silver', standard: 'Standard' },
};

export interface LiveQueue {
  readonly queue: string;
  readonly channel: string;
  readonly waiting: number;
  readonly longestWaitMs: number;
  readonly [figure: string]: string | number | null;
}

/** Live figures of the queues. */
export function liveQueues(): LiveQueue[] {
  const rows: readonly (readonly [string, string, number, number, number, number | null, number])[] = [
    ['general', 'voice', 6, 74_000, 9, 0.763, 58],
    ['general', 'chat', 3, 41_000, 12, 0.871, 44],
    ['billing', 'voice', 2, 28_000, 6, 0.904, 31],
    ['technical', 'voice', 14, 312_000, 11, 0.542, 49],
    ['technical', 'email', 11, 30_400_000, 0, null, 3],
    ['billing', 'email', 8, 51_200_000, 0, null, 1],
    ['general', 'web', 5, 8_900_000, 0, null, 2],
    ['orders', 'chat', 4, 52_000, 8, 0.827, 37],
    ['vip', 'voice', 0, 0, 2, 1, 9],
  ];
  return rows.map(([queue, channel, waiting, longestWaitMs, handling, serviceLevel, offered]) => ({
    queue,
    channel,
    waiting,
    longestWaitMs,
    handling,
    agentsAvailable: waiting === 0 ? 3 : 1,
    agentsBusy: handling,
    agentsAway: 2,
    serviceLevel,
    offered,
    abandoned: Math.round(offered * (serviceLevel === null ? 0 : 1 - serviceLevel) * 0.3),
    atRisk: waiting > 5 ? 2 : 0,
    breached: channel === 'email' ? 2 : 0,
    estimatedWaitMs: handling === 0 ? null : longestWaitMs + 15_000,
  }));
}

const agentStates = ['available', 'busy', 'busy', 'wrap_up', 'break', 'meeting', 'available'];

/** Live states of the agents. */
export const liveAgents = (now: number) =>
  agentStates.map((state, index) => ({
    agent: `a${index + 1}`,
    team: index < 4 ? 'frontline' : 'billing',
    state,
    since: new Date(now - (index + 1) * 95_000).toISOString(),
    load: state === 'busy' ? 1 : 0,
    slots: 1,
  }));

/** SLA targets that are about to be missed. */
export const liveTargets = (now: number, late: boolean) =>
  [
    ['c-20481', 'first_response', 95_000, 'technical', 'a2', 'urgent'],
    ['c-20533', 'next_response', 260_000, 'billing', 'a3', 'high'],
    ['c-20467', 'first_resolution', 540_000, 'general', null, 'normal'],
    ['c-20590', 'queue_wait', 610_000, 'technical', null, 'normal'],
  ].map(([conversationId, metric, remainingMs, queue, agent, priority]) => ({
    conversationId,
    metric,
    dueAt: new Date(now + (late ? -1 : 1) * Number(remainingMs)).toISOString(),
    remainingMs: (late ? -1 : 1) * Number(remainingMs),
    queue,
    agent,
    priority,
  }));

/** Alerts, of which the first is open. */
export const alerts = (now: number) =>
  [
    ['critical', 'A promise was missed', 'technical', 4 * 60_000, 'firing', null],
    ['warning', 'A promise is about to be missed', 'billing', 47 * 60_000, 'resolved', 'Ada Lindqvist'],
    ['info', 'More callers than usual', 'general', 3 * 3_600_000, 'resolved', null],
  ].map(([severity, title, queue, ageMs, state, by], index) => ({
    id: `alert-${index}`,
    severity,
    title,
    queue,
    conversationId: index === 2 ? '' : `c-${20_480 + index}`,
    state,
    beganAt: new Date(now - Number(ageMs)).toISOString(),
    acknowledged: by === null ? null : { by },
  }));

/** The alerts as spans; those that are over took half of the time until now. */
export const alertSpans = (now: number) =>
  alerts(now).map(({ id, title, queue, severity, state, beganAt }) => {
    const end = state === 'firing' ? now : (Date.parse(beganAt) + now) / 2;
    return {
      id,
      title,
      queue,
      time: beganAt,
      timeEnd: new Date(end).toISOString(),
      text: '',
      tags: severity,
    };
  });

/** The state of the pipeline. */
export const pipeline = (now: number) => ({
  asOf: now - 240,
  lagMs: 240,
  partitions: ['contact.tickets', 'contact.chats', 'contact.agents', 'contact.surveys'].flatMap((topic, at) =>
    [0, 1, 2].map((partition) => ({
      topic,
      partition,
      lag: (at * 7 + partition * 13) % 20,
      nextOffset: String(184_201 + at * 40_417 + partition * 977),
      asOf: now - 240 - partition * 800,
    })),
  ),
  eventsPerSecond: 41.6,
  freshness: { p50: 212, p95: 684, p99: 1_240 },
  deadLetters: [
    { reason: 'unknown_schema', count: 12 },
    { reason: 'occurred_in_future', count: 4 },
    { reason: 'missing_field', count: 1 },
  ],
  live: { asOf: now - 90, lagMs: 90, state: 'live' },
});
