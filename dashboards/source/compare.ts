import { comparison, course, set, shown, titles, typedIn } from './build/comparison.ts';
import { dashboard, wide } from './build/dashboard.ts';
import { coloured, names, otherWords, override, plainCells, wordColours } from './build/field.ts';
import { barchart, table, text, timeseries } from './build/panel.ts';
import { number, time, variable, text as words } from './build/target.ts';
import { change, comparedVariables } from './build/variable.ts';

const wrapped = { 'custom.cellOptions': { type: 'auto', wrapText: true } };
const ofMetric = { mappings: otherWords(titles) };

const verdicts = wordColours({
  better: ['Better', 'green'],
  worse: ['Worse', 'red'],
  changed: ['Changed', 'blue'],
  no_difference: ['No difference found', 'text'],
  too_few: ['Too few cases', 'text'],
});

/** What is taken for a case, of which there are `n` on either side. */
const units = { cases: 'cases', weeks: 'weeks', days: 'days' };

const periods = table({
  title: 'What is compared',
  description:
    'Both periods, the change that lies between them, and whom it concerns: only these are compared.',
  targets: [
    comparison('meta', [
      words('change'),
      words('a.filters.channel', 'channel'),
      words('a.filters.queue', 'queue'),
      words('a.filters.team', 'team'),
      time('a.from', 'Before, from'),
      time('a.to', 'Before, to'),
      time('b.from', 'After, from'),
      time('b.to', 'After, to'),
    ]),
  ],
  defaults: plainCells,
  overrides: names({ change: 'Change', channel: 'Channel', queue: 'Queue', team: 'Team' }),
});

const result = table({
  title: 'What differs',
  description:
    'Each metric before and after. Better or worse is said only where chance alone would hardly bring such a difference; the most that differs stands first, what nothing can be said of last.',
  targets: [
    comparison('rows', [
      words('metric'),
      words('verdict'),
      words('told.sentence'),
      words('told.a'),
      words('told.b'),
      words('told.difference'),
      words('told.interval'),
      words('told.p'),
      words('compared'),
      number('a.n'),
      number('b.n'),
    ]),
  ],
  defaults: plainCells,
  overrides: [
    override('metric', { displayName: 'Metric', ...ofMetric }),
    override('verdict', {
      displayName: 'Verdict',
      mappings: verdicts,
      'custom.cellOptions': { type: 'color-text' },
    }),
    override('told.sentence', { displayName: 'In words', ...wrapped }),
    ...names({ 'told.a': 'Before', 'told.b': 'After' }),
    ...names({ 'told.difference': 'Difference', 'told.interval': '95 % interval' }),
    ...names({ 'told.p': 'Adjusted p' }),
    override('compared', { displayName: 'Compared', mappings: otherWords(units) }),
    ...names({ 'a.n': 'Number before', 'b.n': 'Number after' }),
  ],
});

const unlisted = { legend: true, tooltip: true, viz: false };
/** What lies between zero and the begin of an interval: room, and no bar. */
const gap = (field: string, title: string) =>
  coloured(field, title, 'transparent', { 'custom.hideFrom': unlisted });

/** The interval of each metric as a bar beside zero. */
const forest = barchart({
  title: 'How much it differs',
  description:
    'The 95 % interval of each difference, as a share of the value before. A bar that reaches over zero may stand for no difference at all.',
  targets: [
    comparison('rows', [
      words('metric'),
      number('relative.above.from'),
      number('relative.above.length'),
      number('relative.below.from'),
      number('relative.below.length'),
    ]),
  ],
  stack: true,
  defaults: { unit: 'percentunit', decimals: 0 },
  overrides: [
    override('metric', ofMetric),
    gap('relative.above.from', 'From 0, more'),
    coloured('relative.above.length', 'More than before', 'blue'),
    gap('relative.below.from', 'From 0, less'),
    coloured('relative.below.length', 'Less than before', 'orange'),
  ],
});

const notes = table({
  title: 'Notes',
  description: 'Why a difference may be none of the change; without a metric, of all of them.',
  targets: [comparison('notes', [words('metric'), words('text')])],
  defaults: plainCells,
  overrides: [
    override('metric', { displayName: 'Metric', ...ofMetric }),
    override('text', { displayName: 'Note', ...wrapped }),
  ],
});

const days = timeseries({
  title: 'Day by day',
  description:
    'The metric that is chosen, on each day of both periods; changes are marked. In Grafana choose a time range that holds both.',
  targets: [course],
  defaults: { custom: { showPoints: 'always' } },
  overrides: [
    coloured('ms', 'Duration', 'blue', { unit: 'ms' }),
    coloured('ratio', 'Share', 'blue', { unit: 'percentunit' }),
    coloured('count', 'Number', 'blue', { unit: 'none' }),
    coloured('score', 'Score', 'blue', { unit: 'none' }),
  ],
});

const form = text(
  'Periods',
  `Choose a change above, or type two periods into the boxes.\n\n${typedIn
    .map(({ label, name }) => `- ${label}: ${variable(name)}`)
    .join('\n')}`,
);

/** What a change has brought. */
export const compare = dashboard({
  uid: 'compare',
  title: 'Before and after',
  description: 'What differs between two periods, such as before and after a change, and whether by chance.',
  time: { from: 'now-56d/d', to: 'now' },
  refresh: '15m',
  variables: [change, ...comparedVariables, set, shown, ...typedIn],
  lines: [
    { height: 9, panels: [wide(9, form), wide(15, forest)] },
    { height: 10, panels: [wide(24, result)] },
    { height: 3, panels: [wide(24, periods)] },
    { height: 9, panels: [wide(14, days), wide(10, notes)] },
  ],
});
