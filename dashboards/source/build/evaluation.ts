import type { Column, FieldOverride, FieldSettings, Target } from '../../model.ts';
import { names, otherWords, override, unseen, wordColours, wrapped } from './field.ts';
import { type Draft, table } from './panel.ts';
import { endpoint, number, text, time, variable } from './target.ts';
import { choiceVariable } from './variable.ts';

/** Periods of scorecards: what to measure by, and which. */
export const periodVariables = [
  choiceVariable('period', 'Period', [
    ['month', 'month'],
    ['week', 'week'],
    ['day', 'day'],
    ['quarter', 'quarter'],
    ['half-year', 'half-year'],
    ['year', 'year'],
  ]),
  choiceVariable('at', 'Which', [
    ['the one that runs', 'now'],
    ['the one before', '-1'],
    ['two before', '-2'],
    ['three before', '-3'],
    ['four before', '-4'],
    ['five before', '-5'],
  ]),
];

/** Of shorter periods a review by colleagues would tell who gave it. */
export const feedbackVariable = choiceVariable('feedback', 'Feedback of', [
  ['half-year', 'half-year'],
  ['quarter', 'quarter'],
  ['year', 'year'],
]);

interface Options {
  readonly of: 'agent' | 'team';
  /** The variables whose cards are shown; everybody's without. */
  readonly filters?: readonly string[];
  /** Path of the rows in the answer. */
  readonly rows?: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Scorecards of the chosen period. */
export const scorecards = (
  columns: readonly Column[],
  { of, filters, rows = 'scorecards', parameters }: Options,
): Target =>
  endpoint({
    url: '/api/v1/scorecards',
    rows,
    ...(filters ? { filters } : {}),
    parameters: { of, period: variable('period'), at: variable('at'), ...parameters },
    columns,
  });

/** A score or points of it, 0 to 100. */
export const points: FieldSettings = { unit: 'none', decimals: 1 };

/** Settings of a cell as those of a field. */
export const pointsCell = (displayName: string, further: Readonly<Record<string, unknown>> = {}) => ({
  displayName,
  ...points,
  ...further,
});

/** The column of metrics, each with the conversations behind it, which the viewer opens. */
export const metricColumns: readonly Column[] = [
  text('title', 'title'),
  text('id', 'metric'),
  text('conversations'),
];
export const metricOverrides: readonly FieldOverride[] = [
  override('title', { displayName: 'Metric' }),
  unseen('metric'),
  unseen('conversations'),
];

/** When the figures are of. */
export const periodTable = (target: Omit<Options, 'rows'>): Draft =>
  table({
    title: 'Period',
    description:
      'From when to when, on the clocks of the contact center, and of when the newest figures are.',
    targets: [
      scorecards(
        [
          text('period.label', 'label'),
          time('period.from', 'from'),
          time('period.to', 'to'),
          time('meta.asOf', 'asOf'),
        ],
        {
          ...target,
          rows: '',
        },
      ),
    ],
    overrides: names({ label: 'Period', from: 'From', to: 'Until', asOf: 'As of' }),
  });

/** The reasons for which a metric does not count. */
export const leftOutWords = otherWords({
  no_goal: 'no goal',
  no_data: 'nothing measured',
  below_least_volume: 'too few cases',
  too_few_peers: 'too few peers',
  not_by_filter: 'not known by these filters',
});

/** Other formulas than a metric's usual one. */
const variantWords = otherWords({
  business: 'business hours',
  since_handover: 'since handover',
  since_handover_business: 'since handover, business hours',
});

/** A card, metric by metric: what was measured, what it is set against, and what it adds to the score. */
export const whyTable = (title: string, description: string, target: Omit<Options, 'rows'>): Draft =>
  table({
    title,
    description,
    targets: [
      scorecards(
        [
          ...metricColumns,
          text('variant'),
          text('text.value', 'value'),
          number('n'),
          text('text.interval', 'interval'),
          text('text.goal', 'goal'),
          text('text.median', 'median'),
          number('points'),
          number('weight'),
          number('share'),
          number('contribution'),
          text('how.text', 'how'),
          text('left_out.reason', 'left_out'),
        ],
        { ...target, rows: 'scorecards.0.metrics' },
      ),
    ],
    sortBy: 'Adds',
    descending: true,
    overrides: [
      ...metricOverrides,
      override('variant', { displayName: 'Counted', mappings: variantWords }),
      ...names({ value: 'Value', interval: '95 % interval', goal: 'Goal', median: 'Median of the peers' }),
      override('n', { displayName: 'Cases', unit: 'none', decimals: 0 }),
      override('points', pointsCell('Points')),
      override('weight', { displayName: 'Weight', unit: 'none' }),
      override('share', { displayName: 'Share', unit: 'percentunit', decimals: 0 }),
      override('contribution', pointsCell('Adds')),
      override('how', { displayName: 'How', ...wrapped }),
      override('left_out', { displayName: 'Left out', mappings: leftOutWords }),
    ],
  });

const effect = (title: string, description: string, rows: string, filters: readonly string[]): Draft =>
  table({
    title,
    description,
    targets: [
      scorecards(
        [...metricColumns, text('text.value', 'value'), text('text.against', 'median'), number('effect')],
        { of: 'agent', filters, rows: `scorecards.0.${rows}` },
      ),
    ],
    overrides: [
      ...metricOverrides,
      ...names({ value: 'Value', median: 'Median of the peers' }),
      override('effect', pointsCell('Points of the score')),
    ],
  });

/** What lifts a score against the peers. */
export const strengthsTable = (filters: readonly string[]): Draft =>
  effect(
    'Strengths',
    'What adds to the score against the median of the peers, the largest first.',
    'strengths',
    filters,
  );

/** What lowers a score against the peers. */
export const weaknessesTable = (filters: readonly string[]): Draft =>
  effect(
    'Weaknesses',
    'What takes from the score against the median of the peers, the largest first.',
    'weaknesses',
    filters,
  );

const periodWords = otherWords({
  day: 'day',
  week: 'week',
  month: 'month',
  quarter: 'quarter',
  'half-year': 'half-year',
  year: 'year',
});

const standings = wordColours({
  reached: ['reached', 'green'],
  on_track: ['on track', 'green'],
  at_risk: ['at risk', 'orange'],
  missed: ['missed', 'red'],
  no_data: ['nothing measured', 'text'],
});

/** The goals of somebody, and how they stand. */
export const goalsTable = (title: string, description: string, filters: readonly string[]): Draft =>
  table({
    title,
    description,
    targets: [
      endpoint({
        url: '/api/v1/goals',
        rows: 'goals',
        filters,
        columns: [
          text('title'),
          text('metric'),
          text('name'),
          text('period'),
          text('text.target', 'target'),
          text('text.value', 'value'),
          number('current.n', 'n'),
          number('current.attainment', 'attainment'),
          number('current.pace', 'pace'),
          text('text.projection', 'projection'),
          text('current.standing', 'standing'),
          text('changedBy'),
          time('changedAt'),
        ],
      }),
    ],
    overrides: [
      override('title', { displayName: 'Metric' }),
      unseen('metric'),
      override('name', { displayName: 'Whose', mappings: otherWords({ everybody: 'everybody' }) }),
      override('period', { displayName: 'Each', mappings: periodWords }),
      ...names({ target: 'Goal', value: 'So far', changedBy: 'Set by', changedAt: 'Set' }),
      override('n', { displayName: 'Cases', unit: 'none', decimals: 0 }),
      override('attainment', { displayName: 'Attained', unit: 'percentunit', decimals: 0 }),
      override('pace', { displayName: 'Pace', unit: 'percentunit', decimals: 0 }),
      override('projection', { displayName: 'At the end' }),
      override('standing', {
        displayName: 'Standing',
        mappings: standings,
        'custom.cellOptions': { type: 'color-text' },
      }),
    ],
  });

/** From a row of an agent to the agent's own page, of the same periods. */
export const toAgent = {
  links: [
    {
      title: 'Why',
      url: `/d/agent?${[
        `var-agent=${variable('__data.fields.agent:percentencode')}`,
        ...['period', 'at', 'feedback'].map((name) => variable(`${name}:queryparam`)),
      ].join('&')}`,
      targetBlank: false,
    },
  ],
};
