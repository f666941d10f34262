import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarsOf, warnAt } from '../../../services/alerting/targets/warn-at.ts';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import { addBusiness } from '../../../services/domain/calendar/business-time.ts';
import { compileCalendar } from '../../../services/domain/calendar/compile.ts';
import { ruleOf, targetOf } from '../support.ts';

const HOUR = 3_600_000;
const center = parseContactCenter(
  JSON.stringify({
    calendars: { office: { zone: 'Europe/Berlin', weekly: { mon: ['09:00-17:00'], tue: ['09:00-17:00'] } } },
    policies: [
      { id: 'standard', targets: [{ metric: 'first_response', within: '10h', calendar: 'office' }] },
    ],
  }),
  'test.yaml',
);
const share = (used: number) =>
  ruleOf({ id: 'w', kind: 'sla_warning', used }) as Parameters<typeof warnAt>[0];

describe('when a running target is warned of', () => {
  it('is so much time before it is due', () => {
    const rule = ruleOf({ id: 'w', kind: 'sla_warning', left: '10m' }) as Parameters<typeof warnAt>[0];
    expect(warnAt(rule, targetOf({ dueAt: HOUR }), () => null)).toBe(HOUR - 600_000);
  });

  it('is when the share of the budget is used, where all hours count', () => {
    expect(warnAt(share(0.8), targetOf({ dueAt: 10 * HOUR, budgetMs: 10 * HOUR }), () => null)).toBe(
      8 * HOUR,
    );
  });

  it('is counted in the hours of the target: two hours of Tuesday are left when Monday ends', () => {
    const dueAt = Date.parse('2026-03-03T11:00:00+01:00');
    const at = warnAt(share(0.6), targetOf({ dueAt, budgetMs: 10 * HOUR }), calendarsOf(center));
    expect(new Date(at).toISOString()).toBe('2026-03-02T14:00:00.000Z');
  });

  it('leaves exactly the rest of the budget until it is due, at any due time', () => {
    const calendar = compileCalendar(center.calendars.office!);
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }),
        fc.integer({ min: 1_000, max: 40 * HOUR }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (startAt, budgetMs, used) => {
          const dueAt = addBusiness(calendar, startAt, budgetMs);
          const at = warnAt(share(used), targetOf({ dueAt, budgetMs }), calendarsOf(center));
          expect(addBusiness(calendar, at, Math.round(budgetMs * (1 - used)))).toBe(dueAt);
        },
      ),
      { numRuns: 50 },
    );
  });
});
