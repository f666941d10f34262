import { dashboard, wide } from './build/dashboard.ts';
import { byLabel, lowIsGood, names, onGround, override, plainCells, share } from './build/field.ts';
import { agentsOfTeams } from './build/live.ts';
import { barchart, table, timeseries, total } from './build/panel.ts';
import { metrics, number, text, time } from './build/target.ts';
import { agentVariables } from './build/variable.ts';

/** The time of agents has a team, but no queue and no channel. */
const filters = ['team'];

const ratio = (title: string, description: string, id: string) =>
  total(title, description, id, { defaults: share, filters });

const states = table({
  title: 'Agents now',
  description:
    'Each agent at this moment: state, since when, and how many conversations of how many possible.',
  targets: [
    agentsOfTeams(text('agent'), text('team'), text('state'), time('since'), number('load'), number('slots')),
  ],
  sortBy: 'Agent',
  defaults: plainCells,
  overrides: [
    ...names({ agent: 'Agent', team: 'Team', state: 'State', load: 'Load', slots: 'Slots' }),
    override('since', { displayName: 'For', unit: 'dateTimeFromNow' }),
  ],
});

const occupancyCourse = timeseries({
  title: 'Occupancy by team',
  description: 'Handling, of handling and available idle; breaks, training and meetings are in neither.',
  targets: [metrics(['occupancy'], { groupBy: 'team', filters })],
  fill: 0,
  defaults: {
    ...share,
    displayName: byLabel('team'),
    thresholds: lowIsGood(0.85, 0.92),
    custom: { thresholdsStyle: { mode: 'line' } },
  },
});

const handled = barchart({
  title: 'Handled by agent',
  description: 'Contacts whose handling has ended, once for each agent who handled them.',
  targets: [metrics(['handled'], { interval: 'total', groupBy: 'agent', filters })],
  greatestFirst: 'handled',
  defaults: { unit: 'short' },
  overrides: names({ handled: 'Handled' }),
});

const work = table({
  title: 'Work by agent',
  description: 'Contacts and times of the whole range.',
  targets: [
    metrics(['handled', 'aht', 'first_response_p50', 'next_response_p50'], {
      interval: 'total',
      groupBy: 'agent',
      filters,
    }),
  ],
  sortBy: 'Handled',
  descending: true,
  defaults: plainCells,
  overrides: [
    ...names({ agent: 'Agent', handled: 'Handled' }),
    override('aht', { displayName: 'Average handle time', unit: 'ms' }),
    override('first_response_p50', { displayName: 'First response, median', unit: 'ms' }),
    override('next_response_p50', { displayName: 'Next response, median', unit: 'ms' }),
  ],
});

const timeUse = table({
  title: 'Time by agent',
  description: 'How the time that an agent was logged in was used.',
  targets: [
    metrics(['occupancy', 'utilisation', 'adherence', 'conformance'], {
      interval: 'total',
      groupBy: 'agent',
      filters,
    }),
  ],
  sortBy: 'Occupancy',
  descending: true,
  defaults: plainCells,
  overrides: [
    ...names({ agent: 'Agent' }),
    override('occupancy', {
      displayName: 'Occupancy',
      ...share,
      thresholds: lowIsGood(0.85, 0.92),
      ...onGround,
    }),
    override('utilisation', { displayName: 'Utilisation', ...share }),
    override('adherence', { displayName: 'Adherence', ...share }),
    override('conformance', { displayName: 'Conformance', ...share }),
  ],
});

/** Who does the work, and how their time is used. */
export const agents = dashboard({
  uid: 'agents',
  title: 'Agents',
  description: 'Who does the work, and how their time is used.',
  time: { from: 'now-24h', to: 'now' },
  refresh: '30s',
  variables: agentVariables,
  lines: [
    {
      height: 4,
      panels: [
        wide(5, ratio('Occupancy', 'Handling, of handling and available idle.', 'occupancy')),
        wide(5, ratio('Utilisation', 'Handling, of the time logged in.', 'utilisation')),
        wide(
          5,
          ratio('Slot utilisation', 'Busy chat slots, of offered chat slots, over time.', 'slot_utilisation'),
        ),
        wide(5, ratio('Adherence', 'Time in schedule, of the time scheduled.', 'adherence')),
        wide(4, ratio('Conformance', 'Time on queue, of the time scheduled on queue.', 'conformance')),
      ],
    },
    { height: 10, panels: [wide(12, states), wide(12, occupancyCourse)] },
    { height: 10, panels: [wide(7, handled), wide(8, work), wide(9, timeUse)] },
  ],
});
