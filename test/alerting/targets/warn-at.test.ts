import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Target } from '../../../services/alerting/targets/target.ts';
import { calendarsOf, warnAt } from '../../../services/alerting/targets/warn-at.ts';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import { addBusiness, businessMs } from '../../../services/domain/calendar/business-time.ts';
import { compileCalendar } from '../../../services/domain/calendar/compile.ts';
import type { Fact } from '../../../services/domain/measure/fact.ts';
import { becomes, created, inHours, policyOf, type Step, stampOf, tell } from '../../domain/measure/build.ts';
import { ruleOf, targetOf } from '../support.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BERLIN = {
  zone: 'Europe/Berlin',
  weekly: {
    mon: ['08:00-18:00'],
    tue: ['08:00-18:00'],
    wed: ['08:00-12:00', '13:00-18:00'],
    thu: ['08:00-18:00'],
    fri: ['08:00-18:00'],
  },
  holidays: ['2026-05-01'],
};
const ROUND_THE_CLOCK = { zone: 'Europe/Berlin', weekly: '24x7' as const };
const center = parseContactCenter(
  JSON.stringify({
    calendars: { berlin: BERLIN, always: ROUND_THE_CLOCK },
    policies: [
      {
        id: 'office',
        targets: [
          { metric: 'first_response', within: '4h', calendar: 'berlin' },
          { metric: 'requester_wait', within: '4h', calendar: 'berlin' },
        ],
      },
      { id: 'always', targets: [{ metric: 'first_response', within: '4h', calendar: 'always' }] },
      { id: 'clock', targets: [{ metric: 'first_response', within: '4h' }] },
    ],
  }),
  'test.yaml',
);
const calendarOf = calendarsOf(center);
const office = compileCalendar(BERLIN);

type Warning = Parameters<typeof warnAt>[0];
const share = (used: number) => ruleOf({ id: 'w', kind: 'sla_warning', used }) as Warning;
const left = (text: string) => ruleOf({ id: 'w', kind: 'sla_warning', left: text }) as Warning;
const at = (text: string) => Date.parse(text);
const warned = (rule: Warning, dueAt: string, fields: Partial<Target> = {}) => {
  const target = targetOf({ policy: 'office', budgetMs: 4 * HOUR, ...fields, dueAt: at(dueAt) });
  return new Date(warnAt(rule, target, calendarOf)).toISOString();
};
const iso = (text: string) => new Date(text).toISOString();

describe('when a running target is warned of', () => {
  it.each([
    // 4 h from Monday 14:30, at 8-18: half an hour of it lies on Tuesday, half of the last hour on Monday.
    ['1h', '2026-03-03T08:30:00+01:00', '2026-03-02T17:30:00+01:00', 'the night between'],
    [
      '30m',
      '2026-03-03T08:30:00+01:00',
      '2026-03-03T08:00:00+01:00',
      'at the opening, what closing time began',
    ],
    ['10m', '2026-03-03T08:30:00+01:00', '2026-03-03T08:20:00+01:00', 'the same day'],
    ['1h', '2026-03-09T08:15:00+01:00', '2026-03-06T17:15:00+01:00', 'the weekend between'],
    ['1h', '2026-03-04T13:20:00+01:00', '2026-03-04T11:20:00+01:00', 'lunch between'],
    // Friday 1 May is a holiday.
    ['1h', '2026-05-04T08:30:00+02:00', '2026-04-30T17:30:00+02:00', 'a holiday and the weekend between'],
    // Clocks go forward on Sunday 29 March, and back on Sunday 25 October.
    ['1h', '2026-03-30T08:30:00+02:00', '2026-03-27T17:30:00+01:00', 'the shortest weekend between'],
    ['1h', '2026-10-26T08:30:00+01:00', '2026-10-23T17:30:00+02:00', 'the longest weekend between'],
  ])('%s before %s is %s: %s', (text, dueAt, expected) => {
    expect(warned(left(text), dueAt)).toBe(iso(expected));
  });

  it.each(['always', 'clock', 'unknown'])('is so much on the clock where all hours count: %s', (policy) => {
    // Summer time begins at 02:00: an hour less lies between.
    expect(warned(left('3h'), '2026-03-29T05:00:00+02:00', { policy })).toBe(
      iso('2026-03-29T01:00:00+01:00'),
    );
  });

  it('is the same by what is left and by what is used', () => {
    const dueAt = '2026-03-03T08:30:00+01:00';
    expect(warned(share(0.75), dueAt)).toBe(warned(left('1h'), dueAt));
  });

  it('is when its clock began to run, if less was left by then: after a pause, or from the start', () => {
    // 3.5 of 4 hours were spent when the customer came back on Monday 10:00.
    const paused = { metric: 'requester_wait', spentMs: 3.5 * HOUR };
    expect(warned(left('1h'), '2026-03-02T10:30:00+01:00', paused)).toBe(iso('2026-03-02T10:00:00+01:00'));
    expect(warned(share(0.75), '2026-03-02T10:30:00+01:00', paused)).toBe(iso('2026-03-02T10:00:00+01:00'));
    expect(warned(left('20m'), '2026-03-02T10:30:00+01:00', paused)).toBe(iso('2026-03-02T10:10:00+01:00'));
    expect(warned(left('6h'), '2026-03-02T13:00:00+01:00')).toBe(iso('2026-03-02T09:00:00+01:00'));
    // Back on a Saturday: somebody is there from Monday on.
    expect(warned(left('1h'), '2026-03-02T08:30:00+01:00', paused)).toBe(iso('2026-03-02T08:00:00+01:00'));
  });
});

/** A running target, as alerting reads it of what measuring stores. */
const targetOfFact = ({ at: dueAt, label: metric, targetMs: budgetMs, businessMs: spentMs }: Fact) =>
  targetOf({ policy: 'office', metric, dueAt, budgetMs, spentMs });

describe('whatever the start, the pauses and the hours', () => {
  const berlin = { hash: 'berlin', definition: BERLIN };
  const policies = [inHours(berlin, policyOf({ requester_wait: 4 * HOUR }, { id: 'office' }))];
  const openings = fc.integer({ min: Date.UTC(2026, 2, 20), max: Date.UTC(2026, 4, 10) });
  /** Minutes that the customer is waited for, and that the desk works, in turn. */
  const turns = fc.array(fc.tuple(fc.integer({ min: 1, max: 4_000 }), fc.integer({ min: 1, max: 4_000 })), {
    maxLength: 5,
  });

  it('exactly so much counted time remains at the warning, or all that did when the clock began to run', () => {
    let running = 0;
    fc.assert(
      fc.property(
        openings,
        fc.nat(300),
        turns,
        fc.integer({ min: 1, max: 240 }),
        (openedAt, first, rest, lastMinutes) => {
          const steps: Step[] = [created()];
          const spells = [{ from: 0, to: Number.POSITIVE_INFINITY }];
          let minutes = first;
          for (const [pausedFor, workedFor] of rest) {
            steps.push(becomes(minutes, 'pending'), becomes(minutes + pausedFor, 'open'));
            spells.at(-1)!.to = minutes;
            spells.push({ from: minutes + pausedFor, to: Number.POSITIVE_INFINITY });
            minutes += pausedFor + workedFor;
          }
          const fact = tell(steps, { stamp: stampOf({ policies }), openedAt }).one('sla_target');
          const counted = (from: number, to: number) =>
            spells.reduce((sum, spell) => {
              const begin = Math.max(from, openedAt + spell.from * MINUTE);
              return sum + businessMs(office, begin, Math.min(to, openedAt + spell.to * MINUTE));
            }, 0);
          const lastStart = openedAt + spells.at(-1)!.from * MINUTE;
          fc.pre(fact.state === 'active' && fact.at > lastStart);
          running++;
          const warning = warnAt(left(`${lastMinutes}m`), targetOfFact(fact), calendarOf);
          expect(counted(openedAt, fact.at)).toBe(4 * HOUR);
          const leftAtStart = counted(lastStart, fact.at);
          expect(counted(warning, fact.at)).toBe(Math.min(lastMinutes * MINUTE, leftAtStart));
          expect(warning).toBeGreaterThanOrEqual(lastStart);
          // Nobody is told in closed hours or in a pause.
          expect(counted(warning, warning + 1)).toBe(1);
        },
      ),
      { numRuns: 300 },
    );
    expect(running).toBeGreaterThan(100);
  });

  it('what is used leaves exactly the rest of the budget', () => {
    fc.assert(
      fc.property(
        openings,
        fc.integer({ min: 1_000, max: 40 * HOUR }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (startAt, budgetMs, used) => {
          const dueAt = addBusiness(office, startAt, budgetMs);
          const warning = warnAt(share(used), targetOf({ policy: 'office', dueAt, budgetMs }), calendarOf);
          expect(addBusiness(office, warning, Math.round(budgetMs * (1 - used)))).toBe(dueAt);
        },
      ),
      { numRuns: 50 },
    );
  });
});
