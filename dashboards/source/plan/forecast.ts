import { coloured, counted, heat, names, otherWords, override, plainCells, share } from '../build/field.ts';
import { stat, table, timeseries } from '../build/panel.ts';
import { hoursOfWeek, number, time, variable, text as words } from '../build/target.ts';
import { choiceVariable } from '../build/variable.ts';
import { band, dashed, forecast } from '../build/workforce.ts';

const contacts = { unit: 'none', decimals: 0 };
const inBuckets = time('bucket');

const borders = ['lower95', 'upper95', 'lower80', 'upper80', 'forecast', 'actual'];
const forecastLook = [
  ...band('lower95', 'upper95', '95 % interval', 'blue', 14),
  ...band('lower80', 'upper80', '80 % interval', 'blue', 22),
  coloured('forecast', 'Forecast', 'blue', dashed),
  coloured('actual', 'Actual', 'orange'),
];

export const expected = stat({
  title: 'Contacts expected',
  description: 'Contacts that the forecast expects in the range.',
  targets: [forecast([number('forecast')])],
  calc: 'sum',
  colour: 'none',
  defaults: { ...contacts, noValue: counted.noValue! },
});

export const error = stat({
  title: 'Forecast error',
  description:
    'What the forecasts of past weeks missed, of all contacts that came: weighted absolute percentage error. Each was made from what lay before it; two weeks of history are too few to try.',
  targets: [forecast([number('wape')], { rows: 'meta.series' })],
  calc: 'lastNotNull',
  colour: 'none',
  defaults: share,
});

export const coverage = stat({
  title: 'Within the intervals',
  description: 'Share of past intervals that lay within the 80 % and the 95 % interval of their forecast.',
  targets: [forecast([number('coverage80'), number('coverage95')], { rows: 'meta.series' })],
  calc: 'lastNotNull',
  colour: 'none',
  defaults: share,
  overrides: names({ coverage80: '80 % interval', coverage95: '95 % interval' }),
});

/** In Grafana a point leads to the weeks that the forecast comes from; the viewer opens the days behind it. */
const weeksBehind = {
  title: 'The weeks behind it',
  url: `/d/plan?from=now-42d&to=now&${variable('queue:queryparam')}&${variable('channel:queryparam')}`,
  targetBlank: false,
};

export const course = timeseries({
  title: 'Forecast of contacts',
  description:
    'Contacts by the begin of their wait: expected, between which borders 80 and 95 of a hundred intervals should lie, and those that came. Special days are marked.',
  targets: [forecast([inBuckets, ...borders.map((id) => number(id))])],
  fill: 0,
  defaults: { ...contacts, decimals: 1, min: 0, links: [weeksBehind] },
  overrides: forecastLook,
});

export const past = timeseries({
  title: 'How well the forecast did',
  description: 'The last two weeks as they were forecast before each of them, and what came.',
  targets: [forecast([inBuckets, ...borders.map((id) => number(id))])],
  timeFrom: '14d',
  fill: 0,
  defaults: { ...contacts, decimals: 1, min: 0 },
  overrides: forecastLook,
});

/** Ways in which a series is forecast, in words. */
const methods = {
  'seasonal-naive': 'As the week before',
  'mean-day': 'Mean day',
  'weekday-profile': 'Weekday profile',
  'holt-winters': 'Holt-Winters',
  combination: 'Combination',
  none: 'None',
};

export const accuracy = table({
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
    ...names({ queue: 'Queue', channel: 'Channel', folds: 'Tries' }),
    ...names({ historyFrom: 'History from', historyTo: 'History to' }),
    override('method', { displayName: 'Method', mappings: otherWords(methods) }),
    override('wape', { displayName: 'Error', ...share }),
    override('coverage80', { displayName: '80 % interval', ...share }),
    override('coverage95', { displayName: '95 % interval', ...share }),
  ],
});

export const notes = table({
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

/** Of the weeks, what the hours of the week show. */
export const statistic = choiceVariable('statistic', 'Hours of the week', [
  ['Mean', 'mean'],
  ['Median', 'p50'],
  ['p90', 'p90'],
]);

export const arrivals = table({
  title: 'Contacts by weekday and hour',
  description:
    'Contacts of each hour of the week over the last eight weeks, without special days; darker is more.',
  targets: [hoursOfWeek('offered', { statistic: variable(statistic.name), special: 'exclude' })],
  timeFrom: '56d',
  defaults: { unit: 'short', ...heat },
  overrides: [override('weekday', { displayName: 'Weekday', 'custom.cellOptions': { type: 'auto' } })],
});
