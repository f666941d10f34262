import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { OutgoingEvent } from '../../services/domain/events/event.ts';
import { encodeBody } from '../../services/lib/avro/codec.ts';
import { type Imported, importFile } from './harness.ts';
import { realData, realMapping } from './real-data.ts';

type Value = Extract<OutgoingEvent, { topic: 'contact.tickets' | 'contact.chats' }>['value'];

/** The events of each conversation, in the order in which everything downstream reads them. */
function byConversation(events: readonly OutgoingEvent[]): Value[][] {
  const conversations = new Map<string, Value[]>();
  for (const { value } of events as readonly { value: Value }[]) {
    const known = conversations.get(value.conversation_id);
    if (known) known.push(value);
    else conversations.set(value.conversation_id, [value]);
  }
  const order = (a: Value, b: Value) => a.occurred_at - b.occurred_at || (a.event_id < b.event_id ? -1 : 1);
  return [...conversations.values()].map((each) => each.sort(order));
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
const nearestRank = (values: readonly number[], share: number) =>
  sorted(values)[Math.ceil(values.length * share) - 1];

function median(values: readonly number[]): number {
  const list = sorted(values);
  const middle = list.length / 2;
  return (list[Math.ceil(middle) - 1]! + list[Math.floor(middle)]!) / 2;
}

function truthOf(folder: string) {
  return JSON.parse(readFileSync(realData(`${folder}/truth.json`), 'utf8'));
}

describe('the week of bank calls', () => {
  let imported: Imported;
  let calls: Value[][];
  let spells: { queue: string | null; waitS: number; isAnswered: boolean; from: number; to: number }[];
  const truth = () => truthOf('bank_calls_week');

  beforeAll(async () => {
    imported = await importFile(realData('bank_calls_week/calls.csv'), realMapping('bank_calls_week'));
    calls = byConversation(imported.events);
    spells = calls.flatMap((events) => {
      const queued = events.find(({ event }) => event.type === 'queued');
      const left = events.find(({ event }) => event.type === 'answered' || event.type === 'abandoned');
      if (!queued || !left) return [];
      const isAnswered = left.event.type === 'answered';
      const waitS = (left.occurred_at - queued.occurred_at) / 1_000;
      return [{ queue: queued.queue, waitS, isAnswered, from: queued.occurred_at, to: left.occurred_at }];
    });
  });

  test('every row is imported or dropped, and every call is a conversation', () => {
    const { rows, phantom_dropped } = truth();
    expect(imported.summary).toMatchObject({ rows, dropped: phantom_dropped, rejected: 0 });
    expect(calls).toHaveLength(rows - phantom_dropped);
  });

  test('counts of events are those of the truth', () => {
    const { offered, answered, abandoned, rows, phantom_dropped } = truth();
    expect(Object.fromEntries(imported.summary.byType)).toEqual({
      'contact.chats started': rows - phantom_dropped,
      'contact.chats queued': offered,
      'contact.chats answered': answered,
      'contact.chats abandoned': abandoned,
      'contact.chats ended': rows - phantom_dropped,
    });
    expect(spells).toHaveLength(offered);
    expect(calls.length - spells.length).toBe(truth().left_in_vru);
  });

  test('waits are those of the truth', () => {
    const t = truth();
    const answered = spells.filter((spell) => spell.isAnswered).map((spell) => spell.waitS);
    expect(mean(answered)).toBeCloseTo(t.asa_s, 9);
    expect(median(answered)).toBe(t.wait_answered_median_s);
    expect(nearestRank(answered, 0.9)).toBe(t.wait_answered_p90_nearest_rank_s);
    expect(Math.max(...spells.map((spell) => spell.waitS))).toBe(t.longest_wait_s);
    expect(spells.filter((spell) => !spell.isAnswered && spell.waitS < 5)).toHaveLength(
      t.short_abandons_lt_5s,
    );
  });

  test('the five service levels are those of the truth', () => {
    const t = truth();
    const levels = t.service_level_20s;
    const within = spells.filter((spell) => spell.waitS <= 20);
    const answeredIn = within.filter((spell) => spell.isAnswered).length;
    const abandonedIn = within.length - answeredIn;
    const standard = answeredIn / (t.offered - t.short_abandons_lt_5s);
    expect(standard).toBeCloseTo(levels.default_answered_in_T_over_answered_plus_abandoned_minus_short, 12);
    expect(answeredIn / spells.length).toBeCloseTo(levels.abandons_negative_in_T_over_offered, 12);
    expect(answeredIn / (spells.length - abandonedIn)).toBeCloseTo(levels.abandons_ignored, 12);
    expect(within.length / spells.length).toBeCloseTo(levels.abandons_positive, 12);
    expect(answeredIn / t.answered).toBeCloseTo(levels.answered_only, 12);
  });

  test('the queue is the service asked for', () => {
    const count = (queue: string, isAnswered: boolean) =>
      spells.filter((spell) => spell.queue === queue && spell.isAnswered === isAnswered).length;
    const queues = [...new Set(spells.map((spell) => spell.queue!))];
    const counts = queues.map((queue) => [queue, [count(queue, true), count(queue, false)]]);
    expect(Object.fromEntries(counts)).toEqual(truth().answered_abandoned_by_type);
  });

  test('handling from answer to end is the service time of the switch', () => {
    const handling = calls.flatMap((events) => {
      const answered = events.find(({ event }) => event.type === 'answered');
      const ended = events.find(({ event }) => event.type === 'ended')!;
      return answered ? [(ended.occurred_at - answered.occurred_at) / 1_000] : [];
    });
    expect(handling).toHaveLength(truth().answered);
    expect(mean(handling)).toBeCloseTo(truth().mean_handle_s, 9);
    expect(median(handling)).toBe(truth().median_handle_s);
  });

  test('the queue is deepest when the truth says', () => {
    const t = truth();
    const steps = spells.flatMap(({ from, to }) => [
      { at: from, by: 1 },
      { at: to, by: -1 },
    ]);
    let depth = 0;
    let peak = { depth: 0, at: 0 };
    for (const step of steps.sort((a, b) => a.at - b.at || a.by - b.by)) {
      depth += step.by;
      if (depth > peak.depth) peak = { depth, at: step.at };
    }
    // Israel was at UTC+3 that week.
    const [local] = t.peak_queue_depth_first_reached_at.split(' ');
    expect(peak).toEqual({ depth: t.peak_queue_depth, at: Date.parse(`${local}+03:00`) });
  });

  test('the same file twice gives the same events, each of its Avro schema', async () => {
    const again = await importFile(realData('bank_calls_week/calls.csv'), realMapping('bank_calls_week'));
    expect(again.events).toEqual(imported.events);
    expect(new Set(imported.events.map(({ value }) => value.event_id)).size).toBe(imported.events.length);
    for (const { topic, value } of imported.events) encodeBody(topic, value);
  });
});

describe('the Italian help desk', () => {
  let imported: Imported;
  let tickets: Value[][];
  const truth = () => truthOf('italian_helpdesk');

  beforeAll(async () => {
    imported = await importFile(realData('italian_helpdesk/helpdesk.csv'), realMapping('italian_helpdesk'));
    tickets = byConversation(imported.events);
  });

  const becomes = (status: string) => (value: Value) =>
    value.event.type === 'status_changed' && value.event.status === status;

  /** Seconds from creation to an event of each ticket that has one. */
  function fromCreation(pick: (events: Value[]) => Value | undefined): number[] {
    return tickets.flatMap((events) => {
      const picked = pick(events);
      return picked ? [(picked.occurred_at - picked.opened_at) / 1_000] : [];
    });
  }

  function figuresOf(values: number[]) {
    return {
      n: values.length,
      mean: Math.round(mean(values) * 1_000) / 1_000,
      median: median(values),
      p90_nearest_rank: nearestRank(values, 0.9),
      p95_nearest_rank: nearestRank(values, 0.95),
      min: Math.min(...values),
      max: Math.max(...values),
    };
  }

  test('every row is imported and every case is created once, at its first event', () => {
    expect(imported.summary).toMatchObject({ rows: truth().rows, dropped: 0, rejected: 0 });
    expect(tickets).toHaveLength(truth().cases);
    for (const events of tickets) {
      expect(events.filter(({ event }) => event.type === 'created')).toHaveLength(1);
      expect(events[0]).toMatchObject({ event: { type: 'created' }, occurred_at: events[0]!.opened_at });
    }
    expect(new Date(imported.summary.from!).toISOString()).toBe(`${truth().first}.000Z`);
  });

  test('first response is the first taking in charge', () => {
    const first = fromCreation((events) => events.find(({ event }) => event.type === 'message'));
    expect(figuresOf(first)).toEqual(truth().first_take_s);
    expect(imported.summary.byType.get('contact.tickets message')).toBe(truth().first_take_s.n);
  });

  test('first and last resolution and closing are those of the truth', () => {
    expect(figuresOf(fromCreation((events) => events.find(becomes('solved'))))).toEqual(
      truth().first_resolve_s,
    );
    expect(figuresOf(fromCreation((events) => events.findLast(becomes('solved'))))).toEqual(
      truth().last_resolve_s,
    );
    expect(figuresOf(fromCreation((events) => events.findLast(becomes('closed'))))).toEqual(truth().closed_s);
  });

  test('reopened, waiting and passed-on cases are those of the truth', () => {
    const t = truth();
    const having = (test: (events: Value[]) => boolean) => tickets.filter(test).length;
    const isReopened = (events: Value[]) => {
      const solved = events.findIndex(becomes('solved'));
      return solved !== -1 && events.slice(solved).some(becomes('open'));
    };
    const takers = (events: Value[]) =>
      new Set(events.flatMap(({ event }) => (event.type === 'assigned' ? [event.agent_id] : []))).size;
    expect(having(isReopened)).toBe(t.cases_reopened_after_resolve);
    // The truth counts one case fewer than have a Wait: without the one that begins with it, the figures agree.
    const waits = (events: Value[]) =>
      events.some((each) => becomes('pending')(each) && each.occurred_at > each.opened_at);
    expect(having(waits)).toBe(t.cases_with_wait);
    expect(having((events) => !events.some(becomes('solved')))).toBe(t.cases_without_resolve);
    expect(having((events) => takers(events) > 1)).toBe(t.cases_with_more_than_one_taker);
    expect(imported.summary.byType.get('contact.tickets assigned')).toBe(
      t.activities['Take in charge ticket'],
    );
  });

  test('the same file twice gives the same events, each of its Avro schema', async () => {
    const again = await importFile(
      realData('italian_helpdesk/helpdesk.csv'),
      realMapping('italian_helpdesk'),
    );
    expect(again.events).toEqual(imported.events);
    expect(new Set(imported.events.map(({ value }) => value.event_id)).size).toBe(imported.events.length);
    for (const { topic, value } of imported.events) encodeBody(topic, value);
  });
});
