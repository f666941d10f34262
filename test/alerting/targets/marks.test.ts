import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMarks, type Offsets } from '../../../services/alerting/targets/marks.ts';

const at = (...offsets: number[]) => new Map(offsets.map((offset, i) => [`t/${i}`, BigInt(offset)]));
/** All before these offsets is stored; of partitions that are not named, nothing. */
const upTo =
  (...offsets: number[]) =>
  (ends: Offsets) =>
    [...ends].every(([partition, end]) => (at(...offsets).get(partition) ?? 0n) >= end);

describe('how far everything is stored, by where Kafka ended at certain times', () => {
  it('is the newest time whose ends are stored in every partition', () => {
    const marks = createMarks();
    expect(marks.reached(upTo(9, 9))).toBeNull();
    marks.put(100, at(5, 2));
    marks.put(200, at(5, 4));
    expect(marks.reached(upTo(5, 1))).toBeNull();
    expect(marks.reached(upTo(5, 3))).toBe(100);
    expect(marks.reached(upTo(5, 4))).toBe(200);
  });

  it('is not undone by a partition that somebody reports again as it was before', () => {
    const marks = createMarks();
    marks.put(100, at(5));
    expect(marks.reached(upTo(5))).toBe(100);
    expect(marks.reached(upTo(3))).toBe(100);
  });

  it('knows nothing of a partition that ingest has not told of', () => {
    const marks = createMarks();
    marks.put(100, at(0, 1));
    expect(marks.reached(upTo(7))).toBeNull();
  });

  it('never claims a time at which Kafka had more, however far behind ingest is', () => {
    // Each step, Kafka gets some records and ingest stores some of those that it has.
    const steps = fc.array(fc.record({ produced: fc.nat(3), stored: fc.nat(3) }), { maxLength: 1_500 });
    fc.assert(
      fc.property(steps, (walk) => {
        const marks = createMarks();
        const endAt: number[] = [];
        let end = 0;
        let stored = 0;
        walk.forEach((step, time) => {
          end += step.produced;
          stored = Math.min(end, stored + step.stored);
          endAt.push(end);
          marks.put(time, at(end));
          const reached = marks.reached(upTo(stored));
          if (reached !== null) expect(endAt[reached]).toBeLessThanOrEqual(stored);
          if (stored === end) expect(reached).toBe(time);
        });
      }),
    );
  });
});
