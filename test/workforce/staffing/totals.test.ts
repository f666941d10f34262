import { describe, expect, it } from 'vitest';
import type { StaffedInterval } from '../../../services/workforce/staffing/intervals.ts';
import { totalsOf } from '../../../services/workforce/staffing/totals.ts';

const HALF_HOUR = 1_800_000;
const interval = (from: number, figures: Partial<StaffedInterval>): StaffedInterval => ({
  ...{ from, contacts: null, ahtMs: null, erlangs: null, required: null, paid: null, agents: null },
  ...{ serviceLevel: null, occupancy: null, asaMs: null, abandonment: null, model: 'erlang_c' },
  ...figures,
});

describe('the staffing of a range in a few figures', () => {
  it('is hours of people, and the most at once of all groups together', () => {
    const billing = [
      interval(0, { contacts: 10, required: 4, paid: 5.2 }),
      interval(1, { required: 2, paid: 2 }),
    ];
    const orders = [
      interval(0, { contacts: 2.5, required: 1, paid: 1 }),
      interval(1, { required: 6, paid: 7 }),
    ];
    expect(totalsOf([{ intervals: billing }, { intervals: orders }], HALF_HOUR)).toEqual({
      contacts: 12.5,
      requiredHours: (4 + 2 + 1 + 6) / 2,
      scheduledHours: (6 + 2 + 1 + 7) / 2,
      peakRequired: 8,
      peakScheduled: 9,
    });
  });

  it('has no peak where nothing is known, which is not 0', () => {
    expect(totalsOf([{ intervals: [interval(0, {})] }], HALF_HOUR)).toMatchObject({
      requiredHours: 0,
      peakRequired: null,
      peakScheduled: null,
    });
  });
});
