import type { AgentMetric, Metric, Unit } from './metric.ts';
import { ratio } from './sql.ts';

/** Agents: METRICS.md section 5. Time is split over the buckets that it covers. */

const LOGGED_IN = "state != 'offline'";
const ON_QUEUE = "state IN ('available', 'busy', 'wrap_up')";
/** An agent with a free slot is available and may be handling something all the same. */
const HANDLING = "(state IN ('busy', 'wrap_up') OR (state = 'available' AND slots_busy > 0))";
const IDLE = "(state = 'available' AND slots_busy = 0)";
const PLANNED = "plan NOT IN ('', 'off')";
/** What a state counts as, in the words of plans. */
const ACTIVITY = `multiIf(${ON_QUEUE}, 'on_queue', state IN ('break', 'training', 'meeting'), state, '')`;

const metric = (
  id: string,
  title: string,
  unit: Unit,
  direction: AgentMetric['direction'],
  definition: string,
  value: string,
): AgentMetric => ({
  kind: 'agents',
  anchor: 'covered',
  dimensions: ['agent', 'team'],
  id,
  title,
  unit,
  direction,
  definition,
  value,
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
    ratio(`sumIf(ms, ${HANDLING})`, `(sumIf(ms, ${HANDLING}) + sumIf(ms, ${IDLE}))`),
  ),
  metric(
    'utilisation',
    'Utilisation',
    'ratio',
    'neutral',
    'Handling / logged in',
    ratio(`sumIf(ms, ${HANDLING})`, `sumIf(ms, ${LOGGED_IN})`),
  ),
  metric(
    'slot_utilisation',
    'Slot utilisation',
    'ratio',
    'neutral',
    'Busy chat slots x time / offered chat slots x time, while on queue',
    ratio(`sumIf(ms * least(slots_busy, slots), ${ON_QUEUE})`, `sumIf(ms * slots, ${ON_QUEUE})`),
  ),
  metric(
    'logged_in_time',
    'Logged in',
    'ms',
    'neutral',
    'Time in any state but offline',
    `sumIf(ms, ${LOGGED_IN})`,
  ),
  ...STATES.map(([state, words]) =>
    metric(
      `${state}_time`,
      `Time ${words}`,
      'ms',
      'neutral',
      `Time that agents were ${words}`,
      `sumIf(ms, state = '${state}')`,
    ),
  ),
  metric(
    'adherence',
    'Adherence',
    'ratio',
    'higher',
    'max(0, 1 - time out of schedule / time scheduled): doing something else than planned; null with no schedule',
    ratio(
      `greatest(0, sumIf(ms, ${PLANNED})::Float64 - sumIf(ms, ${PLANNED} AND plan != ${ACTIVITY}))`,
      `sumIf(ms, ${PLANNED})`,
    ),
  ),
  metric(
    'conformance',
    'Conformance',
    'ratio',
    'neutral',
    'Time on queue / time scheduled on queue; may exceed 1',
    ratio(`sumIf(ms, ${ON_QUEUE})`, "sumIf(ms, plan = 'on_queue')"),
  ),
];
