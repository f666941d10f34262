import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backToBack } from '../../../services/domain/strain/back-to-back.ts';
import { BELIEVED_MS, believed, type ToldPiece } from '../../../services/domain/strain/believed.ts';
import { breaks } from '../../../services/domain/strain/breaks.ts';
import { highOccupancy } from '../../../services/domain/strain/high-occupancy.ts';
import { levelOf } from '../../../services/domain/strain/level.ts';
import { overtime } from '../../../services/domain/strain/overtime.ts';
import type {
  Activity,
  AgentRecord,
  Handling,
  Piece,
  Planned,
} from '../../../services/domain/strain/record.ts';
import type { Span } from '../../../services/domain/strain/spans.ts';
import { around, strainOf } from '../../../services/domain/strain/strain.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NINE = Date.UTC(2026, 2, 2, 9);
const DAY: Span = { from: Date.UTC(2026, 2, 2), to: Date.UTC(2026, 2, 3) };
const LATER = DAY.to + 2 * HOUR;

/** Minutes after nine. */
const at = (minutes: number) => NINE + minutes * MINUTE;
/** Activities one after the other, each for so many minutes, from a minute after nine on. */
function doing(from: number, ...parts: readonly (readonly [Activity, number])[]): Piece[] {
  let minute = from;
  return parts.map(([activity, minutes]) => {
    const piece = { activity, from: at(minute), to: at(minute + minutes) };
    minute += minutes;
    return piece;
  });
}
const plan = (activity: string, from: number, to: number): Planned => ({
  activity,
  from: at(from),
  to: at(to),
});
const talk = (from: number, to: number, ...signs: string[]): Handling => ({
  from: at(from),
  to: at(to),
  signs,
});

describe('high occupancy', () => {
  test('is a stretch of hours of which each had more than 85 % of the time on the queue busy', () => {
    // Two hours without a breath, then one of which half is idle: the last hour that counts may have 9 idle minutes.
    const pieces = doing(0, ['handling', 120], ['idle', 30], ['handling', 30]);
    const found = highOccupancy(pieces, DAY);
    // The hour from 10:05 has 5 idle minutes of 60, that from 10:10 has 10 (83 %).
    expect(found).toEqual({ ms: 125 * MINUTE, longestMs: 125 * MINUTE, share: 125 / 180 });
  });

  test('is none at exactly 85 %, nor in less than an hour', () => {
    expect(highOccupancy(doing(0, ['handling', 51], ['idle', 9]), DAY).ms).toBe(0);
    expect(highOccupancy(doing(0, ['handling', 52], ['idle', 8]), DAY).ms).toBe(HOUR);
    expect(highOccupancy(doing(0, ['handling', 40], ['rest', 20]), DAY).ms).toBe(0);
  });

  test('goes on through a short break, which is no time on the queue', () => {
    const pieces = doing(0, ['handling', 45], ['rest', 15], ['handling', 45]);
    expect(highOccupancy(pieces, DAY)).toEqual({ ms: 90 * MINUTE, longestMs: 90 * MINUTE, share: 1 });
    const long = doing(0, ['handling', 45], ['rest', 60], ['handling', 45]);
    expect(highOccupancy(long, DAY)).toEqual({ ms: 90 * MINUTE, longestMs: 45 * MINUTE, share: 1 });
  });

  test('needs an hour logged in', () => {
    expect(highOccupancy(doing(0, ['handling', 59]), DAY).ms).toBe(0);
    expect(highOccupancy(doing(0, ['handling', 30], ['offline', 1], ['handling', 31]), DAY).ms).toBe(0);
  });

  test('has no share where nobody was on the queue', () => {
    expect(highOccupancy(doing(0, ['rest', 30], ['other', 600]), DAY)).toEqual({
      ms: 0,
      longestMs: 0,
      share: null,
    });
  });
});

describe('difficult conversations back to back', () => {
  const runs = (...handlings: Handling[]) => backToBack(handlings, DAY);

  test('are three or more without a pause of five minutes', () => {
    expect(runs(talk(0, 10, 'long'), talk(11, 20, 'escalated'), talk(24.9, 30, 'complaint', 'long'))).toEqual(
      { runs: 1, longest: 3 },
    );
    expect(runs(talk(0, 10, 'long'), talk(15, 20, 'long'), talk(20, 30, 'long'))).toEqual({
      runs: 0,
      longest: 0,
    });
  });

  test('end with an easy one, and may begin anew', () => {
    const hard = (from: number) => talk(from, from + 4, 'complaint');
    expect(runs(hard(0), hard(5), talk(10, 14), hard(15), hard(20), hard(25), hard(30))).toEqual({
      runs: 1,
      longest: 4,
    });
  });

  test('know no pause while another conversation goes on', () => {
    expect(runs(talk(0, 40, 'long'), talk(2, 4, 'rated'), talk(30, 50, 'long'))).toEqual({
      runs: 1,
      longest: 3,
    });
  });
});

describe('overtime', () => {
  const plans = [plan('on_queue', 0, 240), plan('break', 240, 270), plan('on_queue', 270, 480)];
  const of = (pieces: Piece[], more: Partial<AgentRecord> = {}, range = DAY) =>
    overtime({ pieces, plans, handlings: [], ...more }, range);

  test('is the time logged in after the planned shift', () => {
    const pieces = doing(0, ['handling', 480], ['idle', 10], ['handling', 20], ['offline', 30], ['other', 5]);
    expect(of(pieces)).toBe(35 * MINUTE);
  });

  test('is none for who comes early, or works through a gap of the plan', () => {
    expect(of(doing(-30, ['handling', 510]))).toBe(0);
    const gap = [plan('on_queue', 0, 180), plan('on_queue', 240, 480)];
    expect(of(doing(0, ['handling', 480]), { plans: gap })).toBe(0);
  });

  test('ends with the next shift, and after twelve hours', () => {
    const next = [...plans, plan('on_queue', 660, 900)];
    expect(of(doing(0, ['handling', 900]), { plans: next })).toBe(180 * MINUTE);
    const week = { from: DAY.from, to: DAY.to + 6 * 24 * HOUR };
    expect(of(doing(0, ['handling', 480 + 20 * 60]), {}, week)).toBe(12 * HOUR);
  });

  test('is not known without a plan; a plan to be off is none', () => {
    expect(of(doing(0, ['handling', 480]), { plans: [] })).toBeNull();
    expect(of(doing(0, ['handling', 480]), { plans: [plan('off', 0, 480)] })).toBeNull();
  });
});

describe('time of which nothing was told', () => {
  /** What was told at minutes after nine, each until the next. */
  const told = (...news: readonly (readonly [number, Activity])[]): ToldPiece[] =>
    news.slice(0, -1).map(([minute, activity], i) => ({
      activity,
      from: at(minute),
      to: at(news[i + 1]![0]),
      toldAt: at(minute),
    }));

  test('is no work: who was last heard of at work four days ago has gone home', () => {
    const pieces = believed(
      told([0, 'idle'], [60, 'handling'], [4 * 1_440, 'idle'], [4 * 1_440 + 30, 'offline']),
    );
    const week = { from: DAY.from, to: DAY.from + 7 * 24 * HOUR };
    const plans = [plan('on_queue', 0, 480)];
    const strain = strainOf({ pieces, plans, handlings: [] }, week, week.to);
    expect(strain).toMatchObject({ loggedInMs: 90 * MINUTE, overtimeMs: 0, highOccupancy: { ms: 0 } });
  });

  test('is work for up to twelve hours, also where a plan changes meanwhile', () => {
    const cut = (hours: number): ToldPiece[] => [
      { activity: 'handling', from: at(0), to: at(60), toldAt: at(0) },
      { activity: 'handling', from: at(60), to: at(hours * 60), toldAt: at(0) },
    ];
    expect(believed(cut(12)).map(({ activity }) => activity)).toEqual(['handling', 'handling']);
    expect(believed(cut(12.1)).map(({ activity }) => activity)).toEqual(['offline', 'offline']);
  });

  test('is the same in each range that it lies in', () => {
    const news = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 1_000 }), fc.constantFrom<Activity>('handling', 'rest', 'offline')),
      { minLength: 2, maxLength: 12 },
    );
    fc.assert(
      fc.property(news, fc.nat(5_000), (steps, begin) => {
        let minute = 0;
        const pieces = told(
          ...steps.map(([minutes, activity]) => {
            minute += minutes;
            return [minute, activity] as const;
          }),
        );
        const range = { from: at(begin), to: at(begin + 300) };
        const known = around(range);
        const within = (some: readonly Piece[], { from, to }: Span) =>
          some.flatMap((one) => {
            const piece = { ...one, from: Math.max(one.from, from), to: Math.min(one.to, to) };
            return piece.from < piece.to ? [piece] : [];
          });
        const part = believed(within(pieces, known) as ToldPiece[]);
        expect(within(part, range)).toEqual(within(believed(pieces), range));
        expect(known.to - range.to).toBe(BELIEVED_MS);
      }),
      { numRuns: 500 },
    );
  });
});

describe('breaks', () => {
  /** 9:00 to 17:00 with breaks at 11:00 (15 min) and 13:00 (40 min). */
  const plans = [
    plan('on_queue', 0, 120),
    plan('break', 120, 135),
    plan('on_queue', 135, 240),
    plan('break', 240, 280),
    plan('on_queue', 280, 480),
  ];
  const of = (...parts: (readonly [Activity, number])[]) =>
    breaks({ pieces: doing(0, ...parts), plans, handlings: [] }, DAY, LATER);

  test('may be moved by an hour', () => {
    expect(of(['handling', 65], ['rest', 15], ['handling', 200], ['rest', 40], ['handling', 160])).toEqual({
      planned: 2,
      missed: 0,
      shortened: 0,
    });
  });

  test('are shortened below three quarters of their length, and missed below a quarter', () => {
    expect(of(['handling', 120], ['rest', 3], ['handling', 117], ['rest', 29], ['handling', 211])).toEqual({
      planned: 2,
      missed: 1,
      shortened: 1,
    });
    expect(of(['handling', 480])).toEqual({ planned: 2, missed: 2, shortened: 0 });
  });

  test('do not take from each other: what was rested at one in length is none of the next', () => {
    const found = of(['handling', 120], ['rest', 60], ['handling', 300]);
    expect(found).toEqual({ planned: 2, missed: 1, shortened: 0 });
  });

  test('are not taken by going home, and not judged while they can still be', () => {
    const late = [plan('on_queue', 0, 460), plan('break', 460, 475), plan('on_queue', 475, 480)];
    const worked = { pieces: doing(0, ['handling', 480], ['offline', 300]), plans: late, handlings: [] };
    expect(breaks(worked, DAY, LATER)).toEqual({ planned: 1, missed: 1, shortened: 0 });
    expect(breaks(worked, DAY, at(479))).toEqual({ planned: 0, missed: 0, shortened: 0 });
  });
});

describe('the level', () => {
  const calm = {
    highOccupancy: { ms: 0, longestMs: 0, share: 0 },
    backToBack: { runs: 0, longest: 0 },
    overtimeMs: 0,
    breaks: { planned: 2, missed: 0, shortened: 0 },
    loggedInMs: 8 * HOUR,
    contacts: 40,
  };

  test('is none, some or high, with the reasons', () => {
    expect(levelOf(calm)).toEqual({ level: 'none', reasons: [] });
    const late = { ...calm, overtimeMs: 30 * MINUTE };
    expect(levelOf(late)).toEqual({ level: 'some', reasons: ['30 min beyond the planned shifts'] });
    const busy = { ...calm, highOccupancy: { ms: 5 * HOUR, longestMs: 125 * MINUTE, share: 0.6 } };
    expect(levelOf(busy)).toEqual({
      level: 'high',
      reasons: ['5 h above 85 % occupancy, 2 h 5 min at a stretch'],
    });
  });

  test('does not go by the occupancy of who works from a backlog', () => {
    const highOccupancy = { ms: 8 * HOUR, longestMs: 8 * HOUR, share: 1 };
    expect(levelOf({ ...calm, highOccupancy, contacts: 0 }).level).toBe('none');
    expect(levelOf({ ...calm, highOccupancy, contacts: 1 }).level).toBe('high');
  });

  test('is high by three signs at once, none of which is strong', () => {
    const much = {
      ...calm,
      overtimeMs: 30 * MINUTE,
      backToBack: { runs: 1, longest: 4 },
      breaks: { planned: 2, missed: 0, shortened: 1 },
    };
    expect(levelOf(much)).toEqual({
      level: 'high',
      reasons: [
        'difficult conversations back to back: once, the longest run of 4',
        '30 min beyond the planned shifts',
        '0 of 2 planned breaks missed, 1 shortened',
      ],
    });
  });

  test('is none of who was not there, whatever was planned', () => {
    expect(levelOf({ ...calm, loggedInMs: 0, breaks: { planned: 2, missed: 2, shortened: 0 } }).level).toBe(
      'none',
    );
  });
});

/** A day of pieces of whole minutes, one after the other, and what else may be known. */
const record: fc.Arbitrary<AgentRecord> = fc
  .record({
    parts: fc.array(
      fc.tuple(
        fc.constantFrom<Activity>('handling', 'handling', 'handling', 'idle', 'rest', 'other', 'offline'),
        fc.integer({ min: 1, max: 60 }),
      ),
      { maxLength: 60 },
    ),
    shifts: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { maxLength: 3 }),
    handlings: fc.array(fc.record({ from: fc.nat(1_500), length: fc.nat(20), hard: fc.boolean() }), {
      maxLength: 60,
    }),
  })
  .map(({ parts, shifts, handlings }) => ({
    pieces: doing(-120, ...parts),
    plans: shifts.flatMap((day) => [
      plan('on_queue', day * 480, day * 480 + 100),
      plan('break', day * 480 + 100, day * 480 + 130),
      plan('on_queue', day * 480 + 130, day * 480 + 240),
    ]),
    handlings: handlings.map(({ from, length, hard }) =>
      talk(from, from + length, ...(hard ? ['long'] : [])),
    ),
  }));

describe('whatever an agent does', () => {
  test('what two ranges that follow each other have adds up to what both have', () => {
    const { from, to } = DAY;
    const whole = { from, to: to + 24 * HOUR };
    fc.assert(
      fc.property(record, fc.integer({ min: 0, max: 2 * 24 * 60 * 60 }), (one, second) => {
        const border = from + second * 1_000;
        const now = whole.to + 24 * HOUR;
        const [a, b, both] = [{ from, to: border }, { from: border, to: whole.to }, whole].map((range) =>
          strainOf(one, range, now),
        );
        const sum = (read: (of: ReturnType<typeof strainOf>) => number) =>
          expect(read(a!) + read(b!)).toBeCloseTo(read(both!), 6);
        sum(({ highOccupancy: { ms } }) => ms);
        sum(({ overtimeMs }) => overtimeMs ?? 0);
        sum(({ backToBack: { runs } }) => runs);
        sum(({ loggedInMs }) => loggedInMs);
        for (const kind of ['planned', 'missed', 'shortened'] as const) sum((of) => of.breaks[kind]);
      }),
      { numRuns: 500 },
    );
  });

  test('the order in which it is told changes nothing, nor does telling a piece in two', () => {
    fc.assert(
      fc.property(record, fc.infiniteStream(fc.nat()), (one, random) => {
        const shuffled = <T>(list: readonly T[]) =>
          list
            .map((value) => ({ value, place: random.next().value! }))
            .sort((a, b) => a.place - b.place)
            .map(({ value }) => value);
        const halves = one.pieces.flatMap((piece) => {
          const middle = piece.from + Math.floor((piece.to - piece.from) / 3);
          return [
            { ...piece, to: middle },
            { ...piece, from: middle },
          ];
        });
        const other = {
          pieces: shuffled(halves),
          plans: shuffled(one.plans),
          handlings: shuffled(one.handlings),
        };
        expect(strainOf(other, DAY, LATER)).toEqual(strainOf(one, DAY, LATER));
      }),
      { numRuns: 500 },
    );
  });

  test('a share lies between 0 and 1, and a stretch has 45 minutes on the queue unless the range cuts it', () => {
    fc.assert(
      fc.property(record, (one) => {
        const range = { from: at(-600), to: at(6_000) };
        const { highOccupancy: high, loggedInMs } = strainOf(one, range, range.to);
        if (high.share !== null) {
          expect(high.share).toBeGreaterThanOrEqual(0);
          expect(high.share).toBeLessThanOrEqual(1);
        }
        if (high.ms > 0) expect(high.longestMs).toBeGreaterThanOrEqual(45 * MINUTE);
        expect(high.longestMs).toBeLessThanOrEqual(high.ms);
        expect(loggedInMs).toBeLessThanOrEqual(range.to - range.from);
      }),
      { numRuns: 500 },
    );
  });

  test('more than what lies around the range is not needed', () => {
    const { from, to } = around(DAY);
    expect([DAY.from - from, to - DAY.to]).toEqual([12 * HOUR, 12 * HOUR]);
  });
});
