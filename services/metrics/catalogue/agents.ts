import {
  all,
  any,
  atLeast,
  compare,
  type Figure,
  is,
  minus,
  not,
  plus,
  ratio,
  same,
  sum,
  term,
} from '../definition/language.ts';
import type { Metric, Unit } from '../definition/metric.ts';

/** Agents: METRICS.md section 5. Time is split over the buckets that it covers. */

const LOGGED_IN = not(is('state', 'offline'));
/** At work on a queue, whatever the agent does there. */
export const ON_QUEUE = is('state', 'available', 'busy', 'wrap_up');
const AVAILABLE = is('state', 'available');
/** An agent with a free slot is available and may be handling something all the same. */
export const HANDLING = any(is('state', 'busy', 'wrap_up'), all(AVAILABLE, compare('slots_busy', '>', 0)));
export const IDLE = all(AVAILABLE, compare('slots_busy', '=', 0));
const PLANNED = not(is('plan', '', 'off'));
/** States are called what plans call them, but for the work on a queue. */
const AS_PLANNED = any(
  all(is('plan', 'on_queue'), ON_QUEUE),
  all(is('state', 'break', 'training', 'meeting'), same('plan', 'state')),
);

/** Planned for something, and doing something else. */
export const IS_OUT_OF_SCHEDULE = all(PLANNED, not(AS_PLANNED));

const handling = sum('ms', HANDLING);
/** What adherence is made of. */
export const SCHEDULED = sum('ms', PLANNED);
export const OUT_OF_SCHEDULE = sum('ms', IS_OUT_OF_SCHEDULE);

const metric = (
  id: string,
  title: string,
  unit: Unit,
  direction: Metric['direction'],
  definition: string,
  figure: Figure,
): Metric => ({
  kind: 'agents',
  facts: [],
  anchor: 'covered',
  dimensions: ['agent', 'team'],
  id,
  title,
  unit,
  direction,
  definition,
  figure,
});

const STATES = [
  ['available', 'available'],
  ['busy', 'busy with contacts'],
  ['wrap_up', 'in after-call work'],
  ['break', 'on a break'],
  ['training', 'in training'],
  ['meeting', 'in meetings'],
  ['away', 'away'],
] as const;

export const AGENT_METRICS: readonly Metric[] = [
  metric(
    'occupancy',
    'Occupancy',
    'ratio',
    'neutral',
    'Handling / (handling + available idle); breaks, training and meetings in neither',
    ratio(handling, plus(handling, sum('ms', IDLE))),
  ),
  metric(
    'utilisation',
    'Utilisation',
    'ratio',
    'neutral',
    'Handling / logged in',
    ratio(handling, sum('ms', LOGGED_IN)),
  ),
  metric(
    'slot_utilisation',
    'Slot utilisation',
    'ratio',
    'neutral',
    'Busy chat slots x time / offered chat slots x time, while on queue',
    ratio(
      sum(term('ms', '*', term('slots_busy', 'least', 'slots')), ON_QUEUE),
      sum(term('ms', '*', 'slots'), ON_QUEUE),
    ),
  ),
  metric(
    'logged_in_time',
    'Logged in',
    'ms',
    'neutral',
    'Time in any state but offline',
    sum('ms', LOGGED_IN),
  ),
  ...STATES.map(([state, words]) =>
    metric(
      `${state}_time`,
      `Time ${words}`,
      'ms',
      'neutral',
      `Time that agents were ${words}`,
      sum('ms', is('state', state)),
    ),
  ),
  metric(
    'adherence',
    'Adherence',
    'ratio',
    'higher',
    'max(0, 1 - time out of schedule / time scheduled): doing something else than planned; null with no schedule',
    ratio(atLeast(0, minus(SCHEDULED, OUT_OF_SCHEDULE)), SCHEDULED),
  ),
  metric(
    'conformance',
    'Conformance',
    'ratio',
    'neutral',
    'Time on queue / time scheduled on queue; may exceed 1',
    ratio(sum('ms', ON_QUEUE), sum('ms', is('plan', 'on_queue'))),
  ),
];
