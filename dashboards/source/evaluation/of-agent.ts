import { metricColumns, metricOverrides, points, pointsCell, scorecards } from '../build/evaluation.ts';
import { names, otherWords, override, plainCells, share, unseenBars } from '../build/field.ts';
import { barchart, type Draft, stat, table } from '../build/panel.ts';
import { endpoint, number, text, variable } from '../build/target.ts';

const filters = ['agent'];

/** The score with its limits and its rank. */
export const score: Draft = stat({
  title: 'Score',
  description:
    'Weighted mean of the points, from 0 to 100, with the limits between which it lies at 95 % confidence.',
  targets: [
    scorecards([number('score'), number('interval.lower', 'lower'), number('interval.upper', 'upper')], {
      of: 'agent',
      filters,
    }),
  ],
  calc: 'lastNotNull',
  colour: 'none',
  defaults: points,
  overrides: names({ score: 'Score', lower: '95 % from', upper: '95 % to' }),
});

/** Where the score stands among the peers. */
export const rank: Draft = stat({
  title: 'Among the peers',
  description:
    'Whoever cannot be told apart shares a rank; peers are agents of the team with the same scorecard.',
  targets: [
    scorecards([number('rank'), number('peers.n', 'of'), number('peers.median', 'median')], {
      of: 'agent',
      filters,
    }),
  ],
  calc: 'lastNotNull',
  colour: 'none',
  defaults: { unit: 'none', decimals: 0 },
  overrides: [...names({ rank: 'Rank', of: 'Of' }), override('median', pointsCell('Median'))],
});

/** What the score is made of, as bars. */
export const parts: Draft = barchart({
  title: 'What makes up the score',
  description: 'Points times share of each metric: together they are the score.',
  targets: [
    scorecards([text('title', 'title'), text('id', 'metric'), number('contribution')], {
      of: 'agent',
      filters,
      rows: 'scorecards.0.metrics',
    }),
  ],
  greatestFirst: 'contribution',
  defaults: points,
  overrides: [unseenBars('metric'), ...names({ title: 'Metric', contribution: 'Adds' })],
});

/** What the score would gain, were one figure another. */
export const improvements: Draft = table({
  title: 'What would lift the score',
  description: 'What it would gain, were one value at its goal or at the median of the peers.',
  targets: [
    scorecards(
      [
        ...metricColumns,
        text('text.value', 'value'),
        text('to'),
        text('text.against', 'wanted'),
        number('gain'),
      ],
      { of: 'agent', filters, rows: 'scorecards.0.improvements' },
    ),
  ],
  sortBy: 'Points of the score',
  descending: true,
  defaults: plainCells,
  overrides: [
    ...metricOverrides,
    override('to', {
      displayName: 'To',
      mappings: otherWords({ goal: 'the goal', peers_median: 'the median of the peers' }),
    }),
    ...names({ value: 'Value', wanted: 'That is' }),
    override('gain', pointsCell('Points of the score')),
  ],
});

const trend = { of: 'agent', filters, rows: 'scorecards.0.trend', parameters: { last: '6' } } as const;

/** How the score went, beside the middle of the peers. */
export const course: Draft = barchart({
  title: 'Score by period',
  description: 'The score of the last six periods, by the scorecard of now, and the median of the peers.',
  targets: [scorecards([text('label'), number('score'), number('peers.median', 'median')], trend)],
  defaults: { ...points, min: 0, max: 100 },
  overrides: names({ score: 'Score', median: 'Median of the peers' }),
});

/** The same with the limits. */
export const courseTable: Draft = table({
  title: 'Score by period, with intervals',
  description: 'A difference within the intervals is none.',
  targets: [
    scorecards(
      [
        text('label'),
        number('score'),
        number('interval.lower', 'lower'),
        number('interval.upper', 'upper'),
        number('rank'),
        number('peers.n', 'of'),
        number('covered'),
      ],
      trend,
    ),
  ],
  defaults: plainCells,
  overrides: [
    ...names({ label: 'Period' }),
    override('score', pointsCell('Score')),
    override('lower', pointsCell('95 % from')),
    override('upper', pointsCell('95 % to')),
    override('rank', { displayName: 'Rank', unit: 'none', decimals: 0 }),
    override('of', { displayName: 'Of', unit: 'none', decimals: 0 }),
    override('covered', { displayName: 'Of the weights', ...share, decimals: 0 }),
  ],
});

const feedback = (rows: string, columns: Parameters<typeof endpoint>[0]['columns']) =>
  endpoint({
    url: '/api/v1/feedback',
    rows,
    filters,
    parameters: { period: variable('feedback') },
    columns,
  });

/** What one thinks of oneself against what others do. */
export const selfAndOthers: Draft = barchart({
  title: 'Self against others',
  description: 'Reviews by dimension: those of others from three people up, one’s own, and the team’s.',
  targets: [
    feedback('people.0.dimensions', [
      text('title', 'dimension'),
      number('others.value', 'others'),
      number('self'),
      number('team'),
    ]),
  ],
  defaults: { ...share, decimals: 0 },
  overrides: names({ dimension: 'Dimension', others: 'Others', self: 'Oneself', team: 'Team' }),
});

/** Who says what, where they are enough. */
export const byRelation: Draft = table({
  title: 'By whom',
  description: 'What colleagues, supervisors and customers say, each from three people up.',
  targets: [
    feedback('people.0.dimensions', [
      text('title', 'dimension'),
      number('others.people', 'people'),
      number('relations.colleague.value', 'colleague'),
      number('relations.supervisor.value', 'supervisor'),
      number('relations.customer.value', 'customer'),
    ]),
  ],
  defaults: plainCells,
  overrides: [
    ...names({ dimension: 'Dimension', people: 'People' }),
    override('colleague', { displayName: 'Colleagues', ...share, decimals: 0 }),
    override('supervisor', { displayName: 'Supervisors', ...share, decimals: 0 }),
    override('customer', { displayName: 'Customers', ...share, decimals: 0 }),
  ],
});

/** What reviewed conversations were found to be. */
export const qualityItems: Draft = table({
  title: 'Quality of conversations',
  description:
    'Items of the rubric in reviewed conversations; a failed item of the kind that must not fail makes it 0.',
  targets: [
    feedback('people.0.quality.items', [
      text('title', 'item'),
      number('value'),
      number('n'),
      number('weight'),
      number('failed'),
    ]),
  ],
  defaults: plainCells,
  overrides: [
    ...names({ item: 'Item' }),
    override('value', { displayName: 'Quality', ...share, decimals: 0 }),
    override('n', { displayName: 'Reviewed', unit: 'none', decimals: 0 }),
    override('weight', { displayName: 'Weight', unit: 'none' }),
    override('failed', { displayName: 'Failed', unit: 'none', decimals: 0 }),
  ],
});
