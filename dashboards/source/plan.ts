import { dashboard, wide } from './build/dashboard.ts';
import { planVariables, pool } from './build/variable.ts';
import { assumptions, dayMarks } from './build/workforce.ts';
import {
  accuracy,
  arrivals,
  course,
  coverage,
  error,
  expected,
  notes,
  past,
  statistic,
} from './plan/forecast.ts';
import { cover, gap, shiftPlan, shiftTable } from './plan/shifts.ts';
import { beside, form, hours, needs, peak, staffingNotes, staffingTable } from './plan/staffing.ts';

/** What will come, and who is needed for it. */
export const plan = dashboard({
  uid: 'plan',
  title: 'Plan',
  description: 'Contacts that will come, the agents that they need, and the shifts that bring them.',
  time: { from: 'now/d', to: 'now+14d' },
  refresh: '15m',
  variables: [...planVariables, pool, statistic, ...assumptions],
  marks: [dayMarks],
  lines: [
    {
      height: 4,
      panels: [wide(4, expected), wide(4, error), wide(5, coverage), wide(5, peak), wide(6, hours)],
    },
    { height: 11, panels: [wide(24, course)] },
    {
      height: 9,
      panels: [
        wide(8, form),
        wide(4, beside('Peak of agents', 'The most agents to schedule in an interval.', 'peakScheduled')),
        wide(4, beside('Hours to schedule', 'Hours of agents to schedule.', 'scheduledHours')),
        wide(8, needs),
      ],
    },
    { height: 3, panels: [wide(24, shiftPlan)] },
    { height: 8, panels: [wide(12, cover), wide(12, gap)] },
    { height: 10, panels: [wide(14, staffingTable), wide(10, shiftTable)] },
    { height: 9, panels: [wide(12, past), wide(12, accuracy)] },
    { height: 6, panels: [wide(12, notes), wide(12, staffingNotes)] },
    { height: 9, panels: [wide(24, arrivals)] },
  ],
});
