import { dashboard, wide } from './build/dashboard.ts';
import { coloured, counted, heat, names, override, plainCells, share, steps } from './build/field.ts';
import { differenceBars, stat, table, text, timeseries } from './build/panel.ts';
import { hoursOfWeek, number, time, variable, text as words } from './build/target.ts';
import { choiceVariable, planVariables } from './build/variable.ts';
import {
  assumptions,
  band,
  dashed,
  dayMarks,
  forecast,
  shifts,
  staffing,
  whatIf,
} from './build/workforce.ts';

const contacts = { unit: 'none', decimals: 0 };
const agents = { unit: 'none', decimals: 0 };
const inBuckets = time('bucket');

const expected = stat({
  title: 'Contacts expected',
  description: 'Contacts that the forecast expects in the range.',
  targets: [forecast([number('forecast')])],
  calc: 'sum',
  colour: 'none',
  defaults: { ...contacts, noValue: counted.noValue! },
});

const error = stat({
  title: 'Forecast error',
  description:
    'What the forecasts of past weeks missed, of all contacts that came: weighted absolute percentage error. Each was made from what lay before it.',
  targets: [forecast([number('wape')], { rows: 'meta.series' })],
  calc: 'lastNotNull',
  colour: 'none',
  defaults: share,
});

const coverage = stat({
  title: 'Within the intervals',
  description: 'Share of past intervals that lay within the 80 % and the 95 % interval of their forecast.',
  targets: [forecast([number('coverage80'), number('coverage95')], { rows: 'meta.series' })],
  calc: 'lastNotNull',
  colour: 'none',
  defaults: share,
  overrides: names({ coverage80: '80 % interval', coverage95: '95 % interval' }),
});

/** One figure of the staffing of the whole range. */
const need = (title: string, description: string, required: string, scheduled: string) =>
  stat({
    title,
    description,
    targets: [staffing([number(required), number(scheduled)], { rows: 'meta.totals' })],
    calc: 'lastNotNull',
    colour: 'none',
    defaults: agents,
    overrides: names({ [required]: 'Required', [scheduled]: 'To schedule' }),
  });

const peak = need(
  'Agents at the peak',
  'The most agents that an interval needs, and with shrinkage on top.',
  'peakRequired',
  'peakScheduled',
);
const hours = need(
  'Hours of agents',
  'Hours of agents over the whole range, and with shrinkage on top.',
  'requiredHours',
  'scheduledHours',
);

const borders = ['lower95', 'upper95', 'lower80', 'upper80', 'forecast', 'actual'];
const forecastLook = [
  ...band('lower95', 'upper95', '95 % interval', 'blue', 14),
  ...band('lower80', 'upper80', '80 % interval', 'blue', 22),
  coloured('forecast', 'Forecast', 'blue', dashed),
  coloured('actual', 'Actual', 'orange'),
];

/** In Grafana a point leads to the weeks that the forecast comes from; the viewer opens the days behind it. */
const weeksBehind = {
  title: 'The weeks behind it',
  url: `/d/plan?from=now-42d&to=now&${variable('queue:queryparam')}&${variable('channel:queryparam')}`,
  targetBlank: false,
};

const course = timeseries({
  title: 'Forecast of contacts',
  description:
    'Contacts by the begin of their wait: expected, between which borders 80 and 95 of a hundred intervals should lie, and those that came. Special days are marked.',
  targets: [forecast([inBuckets, ...borders.map((id) => number(id))])],
  fill: 0,
  defaults: { ...contacts, decimals: 1, min: 0, links: [weeksBehind] },
  overrides: forecastLook,
});

const past = timeseries({
  title: 'How well the forecast did',
  description: 'The last two weeks as they were forecast before each of them, and what came.',
  targets: [forecast([inBuckets, ...borders.map((id) => number(id))])],
  timeFrom: '14d',
  fill: 0,
  defaults: { ...contacts, decimals: 1, min: 0 },
  overrides: forecastLook,
});

const accuracy = table({
  title: 'Forecast by queue and channel',
  description:
    'How each series is forecast, what its past forecasts missed, and the past that it comes from.',
  targets: [
    forecast(
      [
        words('queue'),
        words('channel'),
        number('wape'),
        number('coverage80'),
        number('coverage95'),
        words('method'),
        number('folds'),
        words('historyFrom'),
        words('historyTo'),
      ],
      { rows: 'meta.series', parameters: { group_by: 'queue,channel' } },
    ),
  ],
  sortBy: 'Error',
  descending: true,
  defaults: plainCells,
  overrides: [
    ...names({ queue: 'Queue', channel: 'Channel', method: 'Method', folds: 'Tries' }),
    ...names({ historyFrom: 'History from', historyTo: 'History to' }),
    override('wape', { displayName: 'Error', ...share }),
    override('coverage80', { displayName: '80 % interval', ...share }),
    override('coverage95', { displayName: '95 % interval', ...share }),
  ],
});

const notes = table({
  title: 'Notes on the forecast',
  description:
    'What a reader should know: days left out, outages, shifts of the level, years without holidays.',
  targets: [forecast([words('from'), words('to'), words('text')], { rows: 'meta.notes' })],
  defaults: plainCells,
  overrides: [
    ...names({ from: 'From', to: 'To' }),
    override('text', { displayName: 'Note', 'custom.cellOptions': { type: 'auto', wrapText: true } }),
  ],
});

const form = text(
  'What if',
  `What is typed into the boxes above is assumed instead; what is empty stays as forecast and configured.\n\n${assumptions
    .map(({ label, name }) => `- ${label}: ${variable(name)}`)
    .join('\n')}`,
);

/** A figure of the whole range, as forecast and under the assumptions. */
const beside = (title: string, description: string, selector: string) =>
  stat({
    title,
    description,
    targets: [
      staffing([number(selector, 'As forecast')], { rows: 'meta.totals' }),
      whatIf([number(selector, 'What if')], { rows: 'meta.totals' }),
    ],
    calc: 'lastNotNull',
    colour: 'none',
    orientation: 'horizontal',
    defaults: agents,
  });

const needs = timeseries({
  title: 'Agents to schedule',
  description: 'Agents that meet the goal with shrinkage on top: as forecast, and under the assumptions.',
  targets: [
    staffing([inBuckets, number('scheduled', 'As forecast')]),
    whatIf([inBuckets, number('scheduled', 'What if')]),
  ],
  stepped: true,
  fill: 0,
  defaults: { ...agents, min: 0 },
  overrides: [
    coloured('As forecast', 'As forecast', 'blue', dashed),
    coloured('What if', 'What if', 'orange'),
  ],
});

const cover = timeseries({
  title: 'Required and planned agents',
  description: 'Agents on queue that the forecast requires, and those of the shift plan.',
  targets: [shifts([inBuckets, number('required'), number('scheduled')])],
  stepped: true,
  fill: 0,
  defaults: { ...agents, min: 0 },
  overrides: [
    coloured('required', 'Required', 'blue', dashed),
    coloured('scheduled', 'Planned', 'teal', { 'custom.fillOpacity': 12 }),
  ],
});

const gap = differenceBars({
  title: 'Gap of the shift plan',
  description: 'Planned less required agents: below zero agents are missing.',
  targets: [shifts([inBuckets, number('gap')])],
  defaults: { ...agents, thresholds: steps('red', [0, 'green']) },
  overrides: names({ gap: 'Gap' }),
});

const shiftTable = table({
  title: 'Shifts',
  description: 'The shifts of the plan, one an agent and day.',
  targets: [shifts([time('startsAt'), time('endsAt'), words('agent'), words('pattern')], { rows: 'shifts' })],
  sortBy: 'Begin',
  defaults: plainCells,
  overrides: names({ startsAt: 'Begin', endsAt: 'End', agent: 'Agent', pattern: 'Pattern' }),
});

const staffingTable = table({
  title: 'Staffing by interval',
  description:
    'Contacts and handling time of each interval, the agents that meet the goal, and what they achieve.',
  targets: [
    {
      ...staffing([
        inBuckets,
        number('contacts'),
        number('aht'),
        number('erlangs'),
        number('required'),
        number('scheduled'),
        number('serviceLevel'),
        number('occupancy'),
        number('asa'),
      ]),
      format: 'table',
    },
  ],
  sortBy: 'Time',
  defaults: plainCells,
  overrides: [
    override('bucket', { displayName: 'Time' }),
    override('contacts', { displayName: 'Contacts', decimals: 1 }),
    override('aht', { displayName: 'Handle time', unit: 'ms' }),
    override('erlangs', { displayName: 'Erlangs', decimals: 1 }),
    override('required', { displayName: 'Required' }),
    override('scheduled', { displayName: 'To schedule' }),
    override('serviceLevel', { displayName: 'Service level', ...share }),
    override('occupancy', { displayName: 'Occupancy', ...share }),
    override('asa', { displayName: 'Average speed of answer', unit: 'ms' }),
  ],
});

/** Of the weeks, what the hours of the week show. */
const statistic = choiceVariable('statistic', 'Hours of the week', [
  ['Mean', 'mean'],
  ['Median', 'p50'],
  ['p90', 'p90'],
]);

const arrivals = table({
  title: 'Contacts by weekday and hour',
  description:
    'Contacts of each hour of the week over the last eight weeks, without special days; darker is more.',
  targets: [hoursOfWeek('offered', { statistic: variable(statistic.name), special: 'exclude' })],
  timeFrom: '56d',
  defaults: { unit: 'short', ...heat },
  overrides: [override('weekday', { displayName: 'Weekday', 'custom.cellOptions': { type: 'auto' } })],
});

/** What will come, and who is needed for it. */
export const plan = dashboard({
  uid: 'plan',
  title: 'Plan',
  description: 'Contacts that will come, the agents that they need, and the shifts that bring them.',
  time: { from: 'now/d', to: 'now+14d' },
  refresh: '15m',
  variables: [...planVariables, statistic, ...assumptions],
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
    { height: 8, panels: [wide(12, cover), wide(12, gap)] },
    { height: 10, panels: [wide(14, staffingTable), wide(10, shiftTable)] },
    { height: 9, panels: [wide(12, past), wide(12, accuracy)] },
    { height: 9, panels: [wide(17, arrivals), wide(7, notes)] },
  ],
});
