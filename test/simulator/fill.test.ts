import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf, type OutgoingEvent } from '../../services/domain/events/event.ts';
import { type Clock, systemClock } from '../../services/simulator/clock.ts';
import { DEFAULT_PROFILE } from '../../services/simulator/default-profile.ts';
import { eventsBetween } from '../../services/simulator/events-between.ts';
import { fillOlder } from '../../services/simulator/fill.ts';
import { progressLine } from '../../services/simulator/main.ts';
import { isPeerReview } from '../../services/simulator/opinions/peer-reviews.ts';
import { runSimulator } from '../../services/simulator/run.ts';
import type { SimulatorState } from '../../services/simulator/state.ts';
import { casesOf } from '../support/in-full.ts';
import { DAY } from './world.ts';

const SECOND = 1_000;
const NOW = Date.parse('2024-02-06T10:20:30.400Z');
const OPENS_AT = NOW - 30 * DAY;
const PROFILE = { ...DEFAULT_PROFILE, scale: 0.03 };
const SEED = 9;

/** What a simulator sends that nobody disturbs, and that sends everything in order. */
const IN_ORDER = [
  ...eventsBetween({ profile: PROFILE, seed: SEED, opensAt: OPENS_AT, from: OPENS_AT, to: NOW }),
];
const idOf = ({ value }: OutgoingEvent) => value.event_id;
/** Peer reviews are put to a conversation that is as old as the quarter. */
const openedAtOf = (event: OutgoingEvent) =>
  event.topic === 'contact.agents' || isPeerReview(event) ? event.value.occurred_at : event.value.opened_at;

interface Sent {
  event: OutgoingEvent;
  at: number;
  /** Which call of the producer it came with. */
  call: number;
}

/**
 * Runs a simulator that has 30 days of history to send, newest first, until it is complete or `killedAfter` calls of the
 * producer. Storing takes three seconds.
 */
async function run(left: SimulatorState | null, killedAfter = Number.POSITIVE_INFINITY) {
  const controller = new AbortController();
  let now = NOW;
  const clock: Clock = {
    now: () => now,
    async sleepUntil(at) {
      await nextTurn();
      now = Math.max(now, at);
    },
  };
  const sent: Sent[] = [];
  const waits: { asked: number; since: number }[] = [];
  const told: string[] = [];
  const saved: SimulatorState[] = left === null ? [] : [left];
  let calls = 0;
  await runSimulator({
    profile: PROFILE,
    seed: SEED,
    historyDays: 30,
    historyEnd: NOW,
    newestFirst: true,
    clock,
    signal: controller.signal,
    log: { info() {}, warn() {} },
    state: { load: async () => saved.at(-1) ?? null, save: async (state) => void saved.push(state) },
    producer: {
      async send(events) {
        if (++calls >= killedAfter) {
          controller.abort();
          throw new Error('killed');
        }
        for (const event of events) sent.push({ event, at: now, call: calls });
      },
      async close() {},
    },
    async stored(since) {
      waits.push({ asked: now, since });
      now += 3 * SECOND;
    },
    onProgress(progress) {
      told.push(progressLine(progress));
      if (progress.phase === 'older' && progress.fraction === 1) controller.abort();
    },
  });
  return { sent, waits, told, left: saved.at(-1)! };
}

/** Ids of conversations that are over, and yet there by halves after some call of the producer. */
function halves(sent: readonly Sent[]): string[] {
  const calls = new Map<string, Set<number>>();
  for (const { event, call } of history(sent))
    if (event.topic !== 'contact.agents' && !isPeerReview(event))
      calls.set(keyOf(event), (calls.get(keyOf(event)) ?? new Set()).add(call));
  return [...calls].filter(([, several]) => several.size > 1).map(([id]) => id);
}

const history = (sent: readonly Sent[]) => sent.filter(({ event }) => event.value.occurred_at < NOW);

describe('a history that is sent newest first', () => {
  it('is the same history in the end, each event once', async () => {
    const { sent, told } = await run(null);
    const ids = history(sent).map(({ event }) => idOf(event));
    expect(ids.toSorted()).toEqual(IN_ORDER.map(idOf).toSorted());
    const byId = new Map(IN_ORDER.map((event) => [idOf(event), event]));
    for (const { event } of history(sent)) expect(event).toEqual(byId.get(idOf(event)));
    expect(told.at(-1)).toMatch(/^History of the 15 days before: 100 %, [\d,]+ events sent$/);
  });

  it('has the last two weeks first, and then each week as a whole, back to when the center opened', async () => {
    const { sent } = await run(null);
    const openings = history(sent).map(({ event }) => openedAtOf(event));
    const borders = [15, 22, 29, 30].map((days) => NOW - days * DAY);
    const placeOf = (openedAt: number) => borders.findIndex((border) => openedAt >= border);
    const places = openings.map(placeOf);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(new Set(places)).toEqual(new Set([0, 1, 2, 3]));
  });

  it('has no conversation by halves at any moment, be it of the last weeks or of those before', async () => {
    const { sent } = await run(null);
    expect(new Set(sent.map(({ call }) => call)).size).toBeGreaterThan(10);
    expect(halves(sent)).toEqual([]);
  });

  it('waits with each batch until the one before is stored, and then as long again', async () => {
    const { sent, waits } = await run(null);
    const older = history(sent).filter(({ event }) => openedAtOf(event) < NOW - 15 * DAY);
    const times = [...new Set(older.map(({ at }) => at))];
    expect(times.length).toBeGreaterThan(3);
    for (const [i, at] of times.slice(1).entries()) {
      expect(at - times[i]!).toBeGreaterThanOrEqual(6 * SECOND);
      expect(waits.some(({ since }) => since >= times[i]! && since <= at)).toBe(true);
    }
  });

  it('ends when it is stopped although what was sent is not acknowledged', async () => {
    const controller = new AbortController();
    const filled: number[] = [];
    await fillOlder({
      profile: PROFILE,
      seed: SEED,
      opensAt: OPENS_AT,
      filledFrom: NOW - 15 * DAY,
      historyEnd: NOW,
      sender: { send: async () => controller.abort(), idle: () => new Promise(() => {}) },
      stored: async () => {},
      clock: systemClock,
      signal: controller.signal,
      log: { warn() {} },
      onSent() {},
      onFilled: (from) => void filled.push(from),
    });
    expect(filled).toEqual([]);
  });

  it('goes on where it was after a restart, and loses nothing, whenever it is killed', async () => {
    const kills = fc.array(fc.integer({ min: 2, max: 60 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(kills, async (deaths) => {
        const all: Sent[] = [];
        let left: SimulatorState | null = null;
        for (const death of [...deaths, undefined]) {
          // It had all of it before its death came.
          if (left?.older?.filledFrom === OPENS_AT) break;
          const before: number = left?.older?.filledFrom ?? NOW - 15 * DAY;
          const ran: Awaited<ReturnType<typeof run>> = await run(left, death);
          left = ran.left;
          all.push(...ran.sent);
          expect(halves(ran.sent)).toEqual([]);
          expect(left.older!.filledFrom).toBeLessThanOrEqual(before);
        }
        expect(left!.older!.filledFrom).toBe(OPENS_AT);
        const ids = new Set(history(all).map(({ event }) => idOf(event)));
        expect([...ids].toSorted()).toEqual(IN_ORDER.map(idOf).toSorted());
      }),
      { numRuns: casesOf(6) },
    );
  });
});
