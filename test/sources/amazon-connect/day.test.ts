import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutgoingEvent } from '../../../services/domain/events/event.ts';
import type { Reading } from '../../../services/sources/source.ts';
import { casesOf } from '../../support/in-full.ts';
import { DAY, type Day, makeDay } from './support/day.ts';
import { eventsOf, figuresOf, readAll } from './support/figures.ts';
import { createRandom } from './support/random.ts';
import { truthOf } from './support/truth.ts';

const FIGURES = [
  'offered',
  'answered',
  'abandoned',
  'flowed_out',
  'short_abandons',
  'service_level',
  'asa',
  'handled',
  'aht',
  'talk_time',
  'hold_time',
  'wrap_time',
] as const;
const SPAN = { from: DAY, to: DAY + 2 * 86_400_000 };

function expectTruth(events: readonly OutgoingEvent[], { stays, works }: Day): void {
  expect(figuresOf(events, FIGURES, SPAN)).toEqual({ '': truthOf(stays, works) });
  for (const [queue, found] of Object.entries(figuresOf(events, FIGURES, { ...SPAN, by: 'queue' }))) {
    const own = truthOf(
      stays.filter((stay) => stay.queue === queue),
      works.filter((work) => work.queue === queue),
    );
    expect(found, queue).toEqual(own);
  }
}

const file = (records: readonly unknown[], between = '') =>
  records.map((record) => JSON.stringify(record)).join(between);

/** The texts of a file in pieces of any length. */
function pieces(text: string, seed: number): string[] {
  const random = createRandom(seed);
  const cut: string[] = [];
  for (let from = 0; from < text.length; ) {
    const until = from + random.int(1, 20_000);
    cut.push(text.slice(from, until));
    from = until;
  }
  return cut;
}

describe('a made-up day of 1,000 cases and more records, with what is true of it reckoned apart', () => {
  const day = makeDay(17);

  it('is long enough, and has everything in it', () => {
    expect(day.records.length).toBeGreaterThan(1_000);
    expect(day.earlier.length).toBeGreaterThan(200);
    const outcomes = new Set(day.stays.map(({ outcome }) => outcome));
    expect(outcomes).toEqual(new Set(['answered', 'abandoned', 'flowed out', 'waiting']));
  });

  it('gives the same figures to the last digit: offered, answered, abandoned, flow-outs, service level, ASA, AHT and its parts', () => {
    const readings = readAll([file(day.records)]);
    expect(readings).toHaveLength(day.records.length);
    expect(readings.filter((reading: Reading) => 'ignored' in reading)).toHaveLength(day.besides);
    expectTruth(eventsOf(readings), day);
  });

  it('gives the same with each record delivered before, incomplete or with other attributes', () => {
    expectTruth(eventsOf(readAll([file([...day.earlier, ...day.records])])), day);
    expectTruth(eventsOf(readAll([file([...day.records, ...day.earlier], '\n')])), day);
  });

  it('gives the same shuffled, doubled, corrected, and cut anywhere and continued', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom('', '\n', ' ', ',\n'), (seed, between) => {
        const random = createRandom(seed);
        const doubled = [...day.records, ...day.earlier].flatMap((record) =>
          random.chance(0.2) ? [record, record] : [record],
        );
        expectTruth(eventsOf(readAll(pieces(file(random.shuffled(doubled), between), seed))), day);
      }),
      { numRuns: casesOf(10) },
    );
  });

  it('gives the same of any other day', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const other = makeDay(seed, 300);
        const random = createRandom(seed + 1);
        const records = random.shuffled([...other.records, ...other.earlier]);
        expectTruth(eventsOf(readAll([file(records)])), other);
      }),
      { numRuns: casesOf(20) },
    );
  });

  it('gives the same ids by file and one by one', () => {
    const ids = (readings: Reading[]) => eventsOf(readings).map(({ value }) => value.event_id);
    const single = day.records.flatMap((record) => readAll([JSON.stringify(record, null, 2)]));
    expect(ids(single)).toEqual(ids(readAll([`[${file(day.records, ',')}]`])));
  });
});
