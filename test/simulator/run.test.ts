import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf, type OutgoingEvent } from '../../services/domain/events/event.ts';
import type { EventProducer } from '../../services/lib/event-producer.ts';
import { createLatch } from '../../services/lib/latch.ts';
import { settle } from '../../services/simulator/begin.ts';
import type { Clock } from '../../services/simulator/clock.ts';
import { DEFAULT_PROFILE } from '../../services/simulator/default-profile.ts';
import { eventsBetween } from '../../services/simulator/events-between.ts';
import { progressLine } from '../../services/simulator/main.ts';
import { isPeerReview } from '../../services/simulator/opinions/peer-reviews.ts';
import { type Progress, runSimulator, type SimulatorOptions } from '../../services/simulator/run.ts';
import type { SimulatorState, StateStore } from '../../services/simulator/state.ts';
import { casesOf } from '../support/in-full.ts';
import { queueSpells, stateTimes } from './figures.ts';
import { byKey, DAY, SMALL } from './world.ts';

const HOUR = 3_600_000;
const SEED = 9;
const NOW = Date.parse('2024-02-06T10:20:30.400Z');
const HISTORY_DAYS = 2;
const HISTORY_START = NOW - HISTORY_DAYS * DAY;

/** A clock that jumps to whatever is slept for, and aborts when it is `endsAt`. */
function jumpingClock(endsAt = Number.POSITIVE_INFINITY, startsAt = NOW) {
  const controller = new AbortController();
  let now = startsAt;
  const clock: Clock = {
    now: () => now,
    async sleepUntil(at, signal) {
      await nextTurn();
      if (signal.aborted) return;
      now = Math.max(now, at);
      if (now >= endsAt) controller.abort();
    },
  };
  return { clock, controller, signal: controller.signal };
}

/** A broker's log in memory: what was sent, and when. `before` may refuse a call or stop the world. */
function memoryProducer(clock: Clock, before: (call: number) => void = () => {}) {
  const stored: { event: OutgoingEvent; sentAt: number; call: number }[] = [];
  let calls = 0;
  const producer: EventProducer = {
    async send(events) {
      const call = ++calls;
      before(call);
      await nextTurn();
      const sentAt = clock.now();
      for (const event of events) stored.push({ event, sentAt, call });
    },
    async close() {},
  };
  return { producer, stored };
}

/** Keeps every state that was saved. */
function memoryState(initial: SimulatorState | null = null) {
  const saved: SimulatorState[] = initial === null ? [] : [initial];
  const state: StateStore = {
    load: async () => saved.at(-1) ?? null,
    save: async (latest) => void saved.push(latest),
  };
  return { state, saved };
}

const quiet = { info() {}, warn() {} };
const options = { profile: SMALL, seed: SEED, historyDays: HISTORY_DAYS, historyEnd: NOW, log: quiet };

const idOf = (event: OutgoingEvent) => event.value.event_id;

/** What an undisturbed simulator sends. */
const UNDISTURBED = new Map(
  [
    ...eventsBetween({
      profile: SMALL,
      seed: SEED,
      opensAt: HISTORY_START,
      from: HISTORY_START,
      to: NOW + 4 * DAY,
    }),
  ].map((event) => [idOf(event), event]),
);

/**
 * Every event up to the last checkpoint is stored, and nothing that an undisturbed simulator would not send:
 * all copies of an event are the same.
 */
function expectNothingLost(stored: readonly { event: OutgoingEvent }[], checkpoint: SimulatorState): void {
  const ids = new Set(stored.map(({ event }) => idOf(event)));
  const text = (event: OutgoingEvent | undefined) => JSON.stringify(event);
  expect(stored.filter(({ event }) => text(UNDISTURBED.get(idOf(event))) !== text(event))).toEqual([]);
  const due = [...UNDISTURBED.values()].filter(({ value }) => value.occurred_at < checkpoint.sentThrough);
  expect(due.filter((event) => !ids.has(idOf(event)))).toEqual([]);
}

function expectKeyOrder(events: readonly OutgoingEvent[]): void {
  for (const own of byKey(events, keyOf).values()) {
    const surveysApart = byKey(own, ({ topic }) => topic);
    for (const list of surveysApart.values()) {
      const times = list.map(({ value }) => value.occurred_at);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  }
}

describe('the simulator', () => {
  it('sends the history at once and then each event when its time comes', async () => {
    const { clock, signal } = jumpingClock(NOW + HOUR);
    const { producer, stored } = memoryProducer(clock);
    const seen: Progress[] = [];
    const { state, saved } = memoryState();
    await runSimulator({ ...options, producer, clock, signal, state, onProgress: (p) => seen.push(p) });

    expectNothingLost(stored, saved.at(-1)!);
    expect(new Set(stored.map(({ event }) => idOf(event))).size).toBe(stored.length);
    expectKeyOrder(stored.map(({ event }) => event));
    expect(saved.at(-1)!.sentThrough).toBeGreaterThan(NOW + 0.9 * HOUR);
    const live = stored.filter(({ event }) => event.value.occurred_at >= NOW);
    expect(live.length).toBeGreaterThan(20);
    for (const { event, sentAt } of live) {
      expect(sentAt).toBeGreaterThan(event.value.occurred_at);
      expect(sentAt - event.value.occurred_at).toBeLessThanOrEqual(100);
    }
    const history = stored.length - live.length;
    expect(seen.filter(({ fraction }) => fraction === 1)).toHaveLength(1);
    expect(seen.at(-1)).toMatchObject({ fraction: 1, sent: history });
    expect(seen.map(({ fraction }) => fraction)).toEqual(
      seen.map(({ fraction }) => fraction).sort((a, b) => a - b),
    );
  });

  it('loses nothing when it is killed at any moment, and sends again only what has the same ids', async () => {
    const kills = fc.array(fc.record({ afterCalls: fc.integer({ min: 1, max: 12 }), unsaved: fc.nat(2) }), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(kills, async (deaths) => {
        const all: { event: OutgoingEvent }[] = [];
        let left: SimulatorState | null = null;
        for (const death of [...deaths, null]) {
          const { clock, controller, signal } = jumpingClock(NOW + 2 * HOUR);
          const { producer, stored } = memoryProducer(clock, (call) => {
            if (death !== null && call >= death.afterCalls) {
              controller.abort();
              throw new Error('killed');
            }
          });
          const { state, saved } = memoryState(left);
          await runSimulator({ ...options, producer, clock, signal, state });
          // A crash may forget the last checkpoints, never the first one: it is saved before anything is sent.
          left = saved[Math.max(0, saved.length - 1 - (death?.unsaved ?? 0))]!;
          all.push(...stored);
        }
        expectNothingLost(all, left!);
        expect(left!.sentThrough).toBeGreaterThan(NOW + 1.9 * HOUR);
      }),
      { numRuns: casesOf(8) },
    );
  });

  it('catches up with what it missed while it was off', async () => {
    const first = jumpingClock(NOW + HOUR);
    const before = memoryProducer(first.clock);
    const { state, saved } = memoryState();
    await runSimulator({
      ...options,
      producer: before.producer,
      clock: first.clock,
      signal: first.signal,
      state,
    });
    const later = NOW + 3 * DAY;
    const { clock, signal } = jumpingClock(later + HOUR, later);
    const after = memoryProducer(clock);
    // The end of the history was settled at the first start.
    await runSimulator({ ...options, historyEnd: later, producer: after.producer, clock, signal, state });
    expectNothingLost([...before.stored, ...after.stored], saved.at(-1)!);
    expect(saved.at(-1)!.sentThrough).toBeGreaterThan(later);
    const missed = after.stored.filter(({ event }) => event.value.occurred_at < later);
    expect(missed.length).toBeGreaterThan(1_000);
    for (const { sentAt } of missed) expect(sentAt).toBe(later);
    const conversations = missed.filter(
      ({ event }) => event.topic !== 'contact.agents' && !isPeerReview(event),
    );
    expect(new Set(conversations.map(({ call }) => call)).size).toBeGreaterThan(1);
    const byId = byKey(conversations, ({ event }) => keyOf(event));
    // What came of it while nobody ran comes at once: it seems to wait at no moment because its end comes later.
    for (const own of byId.values()) expect(new Set(own.map(({ call }) => call)).size).toBe(1);
  });

  it('sends the rest of a history that was cut off, and then what came since, when it goes on days later', async () => {
    const first = jumpingClock();
    const before = memoryProducer(first.clock, (call) => {
      if (call === 6) {
        first.controller.abort();
        throw new Error('killed');
      }
    });
    const { state, saved } = memoryState();
    await runSimulator({ ...options, ...first, producer: before.producer, state });
    expect(saved.at(-1)).toMatchObject({ sentThrough: HISTORY_START, catchingUp: { to: NOW } });
    const later = NOW + 3 * DAY;
    const { clock, signal } = jumpingClock(later + HOUR, later);
    const after = memoryProducer(clock);
    const fractions: number[] = [];
    const onProgress = ({ fraction }: Progress) => void fractions.push(fraction);
    await runSimulator({ ...options, producer: after.producer, clock, signal, state, onProgress });
    expectNothingLost([...before.stored, ...after.stored], saved.at(-1)!);
    expect(saved.at(-1)!.sentThrough).toBeGreaterThan(later);
    expect(saved.at(-1)!.catchingUp).toBeUndefined();
    const twice = after.stored.filter(({ event }) =>
      before.stored.some((one) => idOf(one.event) === idOf(event)),
    );
    expect(twice.length).toBeLessThan(before.stored.length / 2);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  });

  it('tries again with growing pauses when events are not stored, keeping the order of each key', async () => {
    const { clock, signal } = jumpingClock(NOW + HOUR);
    const { producer, stored } = memoryProducer(clock, (call) => {
      if (call <= 6 || call % 5 === 0) throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
    });
    const warnings: { code: string; attempt: number; waitMs: number }[] = [];
    const warn = (fields: (typeof warnings)[number]) => void warnings.push(fields);
    const { state, saved } = memoryState();
    const noisy = { info() {}, warn } as unknown as SimulatorOptions['log'];
    await runSimulator({ ...options, log: noisy, producer, clock, signal, state });
    expectNothingLost(stored, saved.at(-1)!);
    expectKeyOrder(stored.map(({ event }) => event));
    expect(saved.at(-1)!.sentThrough).toBeGreaterThan(NOW);
    expect(warnings[0]).toMatchObject({ code: 'ECONNREFUSED', attempt: 0 });
    const third = warnings.find(({ attempt }) => attempt === 2)!;
    expect(third.waitMs).toBeGreaterThanOrEqual(400);
    expect(third.waitMs).toBeLessThanOrEqual(800);
  });

  it('ends within a second although the producer hangs, without counting what is not acknowledged', async () => {
    const { clock, controller, signal } = jumpingClock();
    const { state, saved } = memoryState();
    const producer: EventProducer = { send: () => new Promise(() => {}), close: async () => {} };
    const running = runSimulator({ ...options, producer, clock, signal, state });
    await nextTurn();
    controller.abort();
    const abortedAt = clock.now();
    await running;
    expect(clock.now() - abortedAt).toBeLessThanOrEqual(1_000);
    expect(saved.at(-1)!.sentThrough).toBe(HISTORY_START);
  });

  it('ends within a second although the producer hangs while it catches up with the present', async () => {
    const { clock, controller, signal } = jumpingClock();
    const hanging = createLatch();
    const producer: EventProducer = {
      async send(events) {
        // What is over takes an hour, in which more happens; that is taken by nobody.
        await clock.sleepUntil(NOW + HOUR, signal);
        if (events.every(({ value }) => value.occurred_at < NOW)) return;
        hanging.open();
        await new Promise(() => {});
      },
      close: async () => {},
    };
    const { state, saved } = memoryState();
    const running = runSimulator({ ...options, producer, clock, signal, state });
    await hanging.opened;
    await nextTurn();
    controller.abort();
    const abortedAt = clock.now();
    await running;
    expect(clock.now() - abortedAt).toBeLessThanOrEqual(1_000);
    expect(saved.at(-1)!.sentThrough).toBe(NOW);
  });

  it.each([
    ['its first state', 1],
    ['how far it has come', 2],
  ])('ends in time although %s does not get to the disk', async (_, hangsFrom) => {
    const { clock, controller, signal } = jumpingClock();
    const { producer } = memoryProducer(clock, (call) => {
      if (call === 5) controller.abort();
    });
    let saves = 0;
    const state: StateStore = {
      load: async () => null,
      async save() {
        if (++saves >= hangsFrom) await new Promise(() => {});
      },
    };
    const running = runSimulator({ ...options, producer, clock, signal, state });
    await nextTurn();
    if (hangsFrom === 1) controller.abort();
    await running;
    expect(signal.aborted).toBe(true);
    expect(saves).toBe(hangsFrom);
    expect(clock.now() - NOW).toBeLessThan(5_000);
  });

  it('goes on although checkpoints cannot be saved', async () => {
    const { clock, signal } = jumpingClock(NOW + HOUR);
    const { producer, stored } = memoryProducer(clock);
    let saves = 0;
    const state: StateStore = {
      load: async () => null,
      save: async () => {
        if (++saves > 1) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      },
    };
    const codes: string[] = [];
    const noisy = { info() {}, warn: ({ code }: { code: string }) => void codes.push(code) };
    await runSimulator({
      ...options,
      log: noisy as unknown as SimulatorOptions['log'],
      producer,
      clock,
      signal,
      state,
    });
    expect(stored.length).toBeGreaterThan(1_000);
    expect(new Set(codes)).toEqual(new Set(['ENOSPC']));
  });

  it('refuses a history that was made with another seed or profile', async () => {
    const { clock, signal } = jumpingClock(NOW + HOUR / 10);
    const { producer } = memoryProducer(clock);
    const { state } = memoryState();
    const run = { ...options, producer, clock, signal, state };
    await runSimulator(run);
    const refused = { code: 'SIMULATOR_STATE_MISMATCH' };
    await expect(runSimulator({ ...run, seed: SEED + 1 })).rejects.toMatchObject(refused);
    const profile = { ...SMALL, zone: 'Europe/Lisbon' };
    await expect(runSimulator({ ...run, profile })).rejects.toMatchObject(refused);
  });
});

describe('the first look', () => {
  /** Saturday night, early on Monday, and a Wednesday afternoon, in Berlin; winter and summer. */
  const STARTS = ['2026-11-28T22:00Z', '2026-11-30T02:00Z', '2026-12-02T14:00Z', '2026-07-05T16:00Z'];

  it.each(STARTS)('at %s is one at a center at work, and was so in the hours before', async (start) => {
    const now = Date.parse(start);
    const { clock, signal } = jumpingClock(now + HOUR / 60, now);
    const { producer, stored } = memoryProducer(clock);
    const { state } = memoryState();
    await runSimulator({
      ...options,
      profile: DEFAULT_PROFILE,
      historyEnd: now,
      atWork: true,
      producer,
      clock,
      signal,
      state,
    });
    const events = stored.map(({ event }) => event).filter(({ value }) => value.occurred_at < now);
    const agents = stateTimes(events).filter(({ to, state: doing }) => to > now && doing !== 'offline');
    expect(agents.length).toBeGreaterThan(15);
    expect(agents.filter(({ slotsBusy }) => slotsBusy > 0).length).toBeGreaterThan(8);
    const lately = queueSpells(events).filter(({ at }) => at >= now - HOUR / 2);
    expect(lately.length).toBeGreaterThan(20);
    expect(lately.filter(({ outcome }) => outcome === 'answered').length).toBeGreaterThan(
      0.6 * lately.length,
    );
  });

  it('is at the same place after a restart, whenever that is, and whoever asks first', async () => {
    const saturday = Date.parse('2026-11-28T22:00Z');
    const { state, saved } = memoryState();
    const history = { ...options, historyEnd: saturday, atWork: true, state };
    const { place } = await settle(history);
    expect(saved).toHaveLength(1);
    expect(saved[0]!.place).toEqual(place);
    expect(await settle({ ...history, historyEnd: saturday + 3 * DAY })).toMatchObject({
      place,
      historyLeft: true,
    });
    const { clock, signal } = jumpingClock(saturday + HOUR, saturday);
    const { producer, stored } = memoryProducer(clock);
    await runSimulator({ ...history, producer, clock, signal });
    expect(saved.at(-1)!.place).toEqual(place);
    expect(await settle(history)).toMatchObject({ place, historyLeft: false });
    const ids = (events: Iterable<OutgoingEvent>) => [...events].map(idOf).sort();
    const expected = eventsBetween({
      profile: { ...SMALL, ...place },
      seed: SEED,
      opensAt: saved[0]!.historyStart,
      from: saved[0]!.historyStart,
      to: saved.at(-1)!.sentThrough,
    });
    const through = saved.at(-1)!.sentThrough;
    expect(ids(stored.map(({ event }) => event).filter(({ value }) => value.occurred_at < through))).toEqual(
      ids(expected),
    );
  });

  it('is of the center at home, unless it is asked for', async () => {
    const { state } = memoryState();
    const { place } = await settle({ ...options, state });
    expect(place).toEqual({ zone: 'Europe/Berlin', weekBegins: 0 });
  });
});

describe('how far it is, is told', () => {
  async function lines(
    endsAt: number,
    startsAt: number,
    left: SimulatorState | null,
    enough = Number.POSITIVE_INFINITY,
  ) {
    const { clock, controller, signal } = jumpingClock(endsAt, startsAt);
    const { producer } = memoryProducer(clock, (call) => {
      if (call >= enough) controller.abort();
    });
    const { state, saved } = memoryState(left);
    const told: string[] = [];
    await runSimulator({
      ...options,
      producer,
      clock,
      signal,
      state,
      onProgress: (progress) => told.push(progressLine(progress)),
    });
    return { told, left: saved.at(-1)! };
  }

  it('of the whole history, also where it goes on after a restart', async () => {
    const begun = await lines(NOW + HOUR, NOW, null, 3);
    expect(begun.told.at(-1)).toMatch(/^History: \d+ %, [\d,]+ events sent$/);
    const percent = (line: string) => Number(/(\d+) %/.exec(line)![1]);
    const resumed = await lines(NOW + HOUR, NOW, begun.left);
    expect(percent(resumed.told[0]!)).toBeGreaterThanOrEqual(percent(begun.told[0]!));
    expect(resumed.told.at(-1)).toMatch(/^History: 100 %/);
  });

  it('of what was missed, where the history is complete', async () => {
    const { left } = await lines(NOW + HOUR, NOW, null);
    const { told } = await lines(NOW + 3 * HOUR, NOW + 2 * HOUR, left);
    expect(told.at(-1)).toMatch(/^Catching up on 6\d min: 100 %, [\d,]+ events sent$/);
    for (const line of told) expect(line).not.toContain('History');
  });
});
