import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  adherence,
  bordersEvery,
  conformance,
  outOfScheduleMs,
  type Span,
  splitAtBorders,
} from '../../services/domain/adherence.ts';

const MINUTE_MS = 60_000;

/** `05:23-06:15` on some day. */
function span(text: string): Span {
  const [fromMs, toMs] = text.split('-').map((clock) => Date.parse(`2024-01-15T${clock}Z`));
  return { fromMs: fromMs!, toMs: toMs! };
}

const minutes = ({ fromMs, toMs }: Span): number => (toMs - fromMs) / MINUTE_MS;

describe('METRICS.md section 7, intervals: a contact from 05:23 to 06:15', () => {
  const contact = span('05:23-06:15');
  const halfHours = bordersEvery(30 * MINUTE_MS);

  test('split lies with 7, 30 and 15 min in its half hours', () => {
    const pieces = splitAtBorders(contact, halfHours);
    expect(pieces).toEqual([span('05:23-05:30'), span('05:30-06:00'), span('06:00-06:15')]);
    expect(pieces.map(minutes)).toEqual([7, 30, 15]);
  });

  test('anchored at its end lies with all 52 min in 06:00-06:30', () => {
    expect(halfHours(contact.toMs)).toBe(span('06:00-06:30').toMs);
    expect(minutes(contact)).toBe(52);
  });
});

test('a span that ends at a border has no piece beyond it, and an empty one has none', () => {
  const hours = bordersEvery(60 * MINUTE_MS);
  expect(splitAtBorders(span('05:00-06:00'), hours)).toEqual([span('05:00-06:00')]);
  expect(splitAtBorders(span('05:00-05:00'), hours)).toEqual([]);
  expect(splitAtBorders(span('06:00-05:00'), hours)).toEqual([]);
});

test('pieces cover their span without gaps, each within one bucket', () => {
  const at = fc.integer({ min: -1_000_000, max: 1_000_000 });
  fc.assert(
    fc.property(at, fc.nat(100_000), fc.integer({ min: 500, max: 50_000 }), (fromMs, lengthMs, widthMs) => {
      const pieces = splitAtBorders({ fromMs, toMs: fromMs + lengthMs }, bordersEvery(widthMs));
      let coveredMs = fromMs;
      for (const piece of pieces) {
        expect(piece.fromMs).toBe(coveredMs);
        expect(Math.floor(piece.fromMs / widthMs)).toBe(Math.floor((piece.toMs - 1) / widthMs));
        coveredMs = piece.toMs;
      }
      expect(coveredMs).toBe(fromMs + lengthMs);
    }),
    { numRuns: 1000 },
  );
});

describe('METRICS.md section 7, adherence: 60 min scheduled, 10 late, 10 over', () => {
  const scheduled = [span('09:00-10:00')];
  const worked = [span('09:10-10:10')];

  test('is 83.33 % against the schedule alone, ours', () => {
    const out = outOfScheduleMs(scheduled, worked);
    expect(out).toBe(10 * MINUTE_MS);
    const ratio = adherence({ scheduledMs: 60 * MINUTE_MS, outOfScheduleMs: out });
    expect((ratio! * 100).toFixed(2)).toBe('83.33');
  });

  test('is 71.43 % where the overrun counts as an exception against 70', () => {
    const ratio = adherence({ scheduledMs: 70 * MINUTE_MS, outOfScheduleMs: 20 * MINUTE_MS });
    expect((ratio! * 100).toFixed(2)).toBe('71.43');
  });

  test('conforms in full: the time was worked, if not when it was planned', () => {
    expect(conformance({ onQueueMs: 60 * MINUTE_MS, scheduledOnQueueMs: 60 * MINUTE_MS })).toBe(1);
    expect(conformance({ onQueueMs: 90 * MINUTE_MS, scheduledOnQueueMs: 60 * MINUTE_MS })).toBe(1.5);
  });
});

test('without a schedule there is neither adherence nor conformance', () => {
  expect(adherence({ scheduledMs: 0, outOfScheduleMs: 0 })).toBeNull();
  expect(conformance({ onQueueMs: 60 * MINUTE_MS, scheduledOnQueueMs: 0 })).toBeNull();
});

test('adherence does not fall below 0', () => {
  expect(adherence({ scheduledMs: 10, outOfScheduleMs: 25 })).toBe(0);
});

test('time out of schedule is what counting each instant gives, however the spans lie', () => {
  const spans = fc.array(
    fc.tuple(fc.nat(60), fc.nat(20)).map(([fromMs, length]) => ({ fromMs, toMs: fromMs + length })),
    { maxLength: 6 },
  );
  const within = (some: Span[], at: number) => some.some(({ fromMs, toMs }) => fromMs <= at && at < toMs);
  fc.assert(
    fc.property(spans, spans, (scheduled, actual) => {
      const instants = Array.from({ length: 81 }, (_, at) => at);
      const missed = instants.filter((at) => within(scheduled, at) && !within(actual, at));
      expect(outOfScheduleMs(scheduled, actual)).toBe(missed.length);
    }),
    { numRuns: 1000 },
  );
});
