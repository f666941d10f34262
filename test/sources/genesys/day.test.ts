import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OutgoingEvent } from '../../../services/domain/events/event.ts';
import { everythingOf, factsOf } from '../support/stored.ts';
import { DAY, type Day, makeDay } from './support/day.ts';
import { figures, readAll } from './support/figures.ts';

const RANGE = { from: DAY, to: DAY + 2 * 86_400_000 };
const QUEUE_METRICS = [
  ...['offered', 'answered', 'abandoned', 'short_abandons', 'service_level', 'asa'],
  ...['aht', 'talk_time', 'hold_time', 'wrap_time', 'handled'],
];

const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);

/** The figures that the day has, from its own reckoning. */
function trueFigures({ queues }: Day) {
  const by = (of: (truth: ReturnType<Day['queues']['get']> & object) => number | null) =>
    Object.fromEntries([...queues].map(([queue, truth]) => [queue, of(truth)]));
  return {
    offered: by((q) => q.offered),
    answered: by((q) => q.answered),
    abandoned: by((q) => q.abandoned),
    short_abandons: by((q) => q.shortAbandons),
    service_level: by((q) => share(q.inTime, q.answered + q.abandoned - q.shortAbandons)),
    asa: by((q) => share(q.waitMs, q.answered)),
    aht: by((q) => share(q.talkMs + q.holdMs + q.wrapMs, q.handled)),
    talk_time: by((q) => share(q.talkMs, q.handled)),
    hold_time: by((q) => share(q.holdMs, q.handled)),
    wrap_time: by((q) => share(q.wrapMs, q.handled)),
    handled: by((q) => q.handled),
  };
}

function spells(events: readonly OutgoingEvent[], state: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { fact, state: its, queue } of factsOf(events)) {
    if (fact === 'queue_spell' && its === state) counts[queue] = (counts[queue] ?? 0) + 1;
  }
  return counts;
}

function expectTruth(events: readonly OutgoingEvent[], day: Day): void {
  const everything = everythingOf(events);
  expect(figures(everything, QUEUE_METRICS, RANGE, 'queue')).toEqual(trueFigures(day));
  const kinds = { transferred: 'flowOuts', callback: 'callbacks' } as const;
  for (const [state, kind] of Object.entries(kinds)) {
    const found = spells(events, state);
    for (const [queue, truth] of day.queues)
      expect(found[queue] ?? 0, `${kind} of ${queue}`).toBe(truth[kind]);
  }
  const { occupancy } = figures(everything, ['occupancy'], RANGE, 'agent');
  expect(occupancy).toEqual(
    Object.fromEntries(
      [...day.agents].map(([agent, { handlingMs, idleMs }]) => [agent, handlingMs / (handlingMs + idleMs)]),
    ),
  );
}

/** Another order for each seed, without the values in what is printed of a failure. */
function shuffled(texts: readonly string[], seed: number): string[] {
  return texts
    .map((text, i) => ({ text, key: Math.imul(i + 1, 0x9e3779b1 ^ seed) >>> 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ text }) => text);
}

describe('a day on Genesys Cloud of 1,200 conversations and twelve agents', () => {
  let day: Day;
  let answers: string[];

  beforeAll(() => {
    day = makeDay(20_260_303, 1_200);
    answers = [
      JSON.stringify({ conversations: day.conversations, cursor: 'more' }, null, 1),
      JSON.stringify({ userDetails: day.users }),
    ];
  });

  it('has the figures that it has, to the last digit', () => {
    const { events, faults, ignored } = readAll(answers);
    expect(faults).toEqual([]);
    expect(ignored).toEqual(Array.from({ length: day.internal }, () => 'internal'));
    expectTruth(events, day);
  });

  it('has the figures of the vendor, but for colleagues asked in vain and for whom a rule disconnects', () => {
    const { events } = readAll(answers);
    const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0);
    const [answered, abandoned, ended] = ['answered', 'abandoned', 'ended'].map((state) =>
      sum(spells(events, state)),
    );
    const flowOuts = sum(spells(events, 'transferred')) + sum(spells(events, 'callback'));
    const { vendor, lostConsults } = day;
    expect(lostConsults).toBeGreaterThan(10);
    expect(answered).toBe(vendor.answered);
    expect(flowOuts).toBe(vendor.flowOuts);
    expect(abandoned! + ended! + lostConsults).toBe(vendor.abandoned);
    expect(answered! + abandoned! + ended! + flowOuts + lostConsults).toBe(vendor.offered);
  });

  it('has them shuffled, doubled, in lines, and with conversations as they stood before they were over', () => {
    const lines = [...day.conversations, ...day.earlier, ...day.users, ...day.conversations.slice(0, 300)];
    const texts = lines.map((one) => JSON.stringify(one));
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { events, faults } = readAll([shuffled(texts, seed).join('\n')]);
        expect(faults).toEqual([]);
        expectTruth(events, day);
      }),
      { numRuns: 3 },
    );
  });

  it('has them in whatever pieces the file comes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2_000_000), { minLength: 1, maxLength: 50 }), (cuts) => {
        const text = answers.join('\n');
        const places = [0, ...cuts.map((cut) => cut % text.length).sort((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((to, i) => text.slice(places[i], to));
        expect(readAll(pieces).events).toEqual(readAll(answers).events);
      }),
      { numRuns: 3 },
    );
  });
});
