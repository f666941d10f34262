import { dashboard, wide } from './build/dashboard.ts';
import {
  coloured,
  counted,
  highIsGood,
  names,
  onGround,
  override,
  plainCells,
  serviceLevelGoal,
  share,
  steps,
} from './build/field.ts';
import { differenceBars, stat, table, timeseries } from './build/panel.ts';
import { endpoint, number, text, time } from './build/target.ts';
import { planVariables } from './build/variable.ts';
import { band, dashed, dayMarks, intraday } from './build/workforce.ts';

const contacts = { unit: 'none', decimals: 0 };
/** Parts of an interval count as parts of a person. */
const agents = { unit: 'none', decimals: 1 };
const inBuckets = time('bucket');

const soFar = stat({
  title: 'Contacts today',
  description: 'Contacts that came so far, and those that the forecast had for the whole day.',
  targets: [intraday([number('actual'), number('forecast')], { rows: 'meta.series' })],
  calc: 'sum',
  colour: 'none',
  defaults: { ...contacts, noValue: counted.noValue! },
  overrides: names({ actual: 'So far', forecast: 'Forecast of the day' }),
});

const factor = stat({
  title: 'Against the forecast',
  description:
    'The rest of the day against its forecast, as far as the contacts so far tell: a few of them move it little.',
  targets: [intraday([number('factor')], { rows: 'meta' })],
  calc: 'lastNotNull',
  defaults: {
    unit: 'percentunit',
    decimals: 0,
    thresholds: steps('text', [1.1, 'orange'], [1.25, 'red']),
  },
});

const missed = stat({
  title: 'Below the goal',
  description: 'Stretches of the rest of the day in which the goal of the service level will be missed.',
  targets: [intraday([text('from', 'Stretches')], { rows: 'meta.missed' })],
  calc: 'count',
  fields: 'Stretches',
  defaults: { ...counted, thresholds: steps('green', [1, 'orange']) },
});

const toAdd = stat({
  title: 'Agents to add',
  description: 'The most agents that one queue and channel lacks at once in the rest of the day.',
  targets: [intraday([number('agents')], { rows: 'meta.mend' })],
  calc: 'max',
  defaults: { unit: 'none', thresholds: steps('green', [1, 'orange']) },
});

const course = timeseries({
  title: 'Contacts: forecast, actual, expected',
  description:
    'The forecast of the day, what came, and what is expected for the rest of it, with the borders between which 80 of a hundred intervals should lie.',
  targets: [
    intraday([
      inBuckets,
      ...['lower80', 'upper80', 'forecast', 'reforecast', 'actual'].map((id) => number(id)),
    ]),
  ],
  fill: 0,
  defaults: { ...contacts, decimals: 1, min: 0 },
  overrides: [
    ...band('lower80', 'upper80', '80 % interval', 'purple', 20),
    coloured('forecast', 'Forecast', 'blue', dashed),
    coloured('reforecast', 'Expected', 'purple'),
    coloured('actual', 'Actual', 'orange'),
  ],
});

const people = timeseries({
  title: 'Agents: required, scheduled, present',
  description:
    'Agents that each interval requires, those that are scheduled on queue, and those that were there.',
  targets: [intraday([inBuckets, number('required'), number('scheduled'), number('present')])],
  stepped: true,
  fill: 0,
  defaults: { ...agents, min: 0 },
  overrides: [
    coloured('required', 'Required', 'blue', dashed),
    coloured('scheduled', 'Scheduled', 'teal'),
    coloured('present', 'Present', 'orange', { 'custom.fillOpacity': 12 }),
  ],
});

const gap = differenceBars({
  title: 'Gap',
  description: 'Agents that are there, or scheduled, less those required: below zero agents are missing.',
  targets: [intraday([inBuckets, number('gap')])],
  defaults: { ...agents, thresholds: steps('red', [0, 'green']) },
  overrides: names({ gap: 'Gap' }),
});

const serviceLevel = timeseries({
  title: 'Service level today',
  description: 'Answered in time so far, and what the agents of the rest of the day will achieve.',
  targets: [intraday([inBuckets, number('serviceLevel'), number('expectedServiceLevel')])],
  fill: 0,
  defaults: {
    ...share,
    decimals: 0,
    thresholds: serviceLevelGoal,
    custom: { thresholdsStyle: { mode: 'line' } },
  },
  overrides: [
    coloured('serviceLevel', 'Service level', 'orange'),
    coloured('expectedServiceLevel', 'Expected', 'purple', dashed),
  ],
});

const stretch = [text('queue'), text('channel'), time('from'), time('to')];
const stretchNames = names({ queue: 'Queue', channel: 'Channel', from: 'From', to: 'To' });

const missedTable = table({
  title: 'Where the goal will be missed',
  description: 'Stretches of the rest of the day with the service level that is expected, and its goal.',
  targets: [intraday([...stretch, number('expectedServiceLevel'), number('goal')], { rows: 'meta.missed' })],
  sortBy: 'From',
  defaults: plainCells,
  overrides: [
    ...stretchNames,
    override('expectedServiceLevel', {
      displayName: 'Expected',
      ...share,
      thresholds: serviceLevelGoal,
      ...onGround,
    }),
    override('goal', { displayName: 'Goal', ...share, decimals: 0 }),
  ],
});

const mend = table({
  title: 'What mends it',
  description: 'How many more agents, and when, so that the goal is met.',
  targets: [intraday([...stretch, number('agents')], { rows: 'meta.mend' })],
  sortBy: 'From',
  defaults: plainCells,
  overrides: [...stretchNames, override('agents', { displayName: 'More agents' })],
});

const adherence = table({
  title: 'Adherence by agent',
  description:
    'Who does what the schedule says: time in schedule and on queue so far today, and this moment.',
  targets: [
    endpoint({
      url: '/api/v1/workforce/adherence',
      rows: 'rows',
      filters: ['team'],
      // The day of the center, as all of the board, whatever range is chosen.
      parameters: { from: 'now/d', to: 'now/d' },
      columns: [
        text('agent'),
        text('team'),
        text('state'),
        text('planned'),
        number('adherence'),
        number('conformance'),
        number('outOfScheduleMs'),
        number('scheduledMs'),
      ],
    }),
  ],
  sortBy: 'Adherence',
  defaults: plainCells,
  overrides: [
    ...names({ agent: 'Agent', team: 'Team', state: 'State', planned: 'Planned' }),
    override('adherence', {
      displayName: 'Adherence',
      ...share,
      thresholds: highIsGood(0.85, 0.92),
      ...onGround,
    }),
    override('conformance', { displayName: 'Conformance', unit: 'percentunit', decimals: 1 }),
    override('outOfScheduleMs', { displayName: 'Out of schedule', unit: 'ms' }),
    override('scheduledMs', { displayName: 'Scheduled', unit: 'ms' }),
  ],
});

/** The day that runs: what was planned, what is, and what can still be done. */
export const today = dashboard({
  uid: 'today',
  title: 'Today',
  description: 'The day against its plan: contacts, agents, and where the goal will be missed.',
  time: { from: 'now/d', to: 'now/d' },
  refresh: '1m',
  variables: planVariables,
  marks: [dayMarks],
  lines: [
    { height: 4, panels: [wide(8, soFar), wide(6, factor), wide(5, missed), wide(5, toAdd)] },
    { height: 10, panels: [wide(24, course)] },
    { height: 9, panels: [wide(10, people), wide(7, gap), wide(7, serviceLevel)] },
    { height: 9, panels: [wide(13, missedTable), wide(11, mend)] },
    { height: 10, panels: [wide(24, adherence)] },
  ],
});
