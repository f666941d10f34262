import type { Panel } from '../../model.ts';
import { toAgent } from '../build/evaluation.ts';
import { names, override, plainCells, share, wordColours } from '../build/field.ts';
import { barchart, type Draft, stat, table } from '../build/panel.ts';
import { endpoint, number, rangeParameters, text, variable } from '../build/target.ts';

/** What the strain and the complaints of a team are looked at of: they are of these days, whatever is evaluated. */
const LATELY: Panel['timeFrom'] = '28d';

/** How many customers complained lately, and how many in as many days before. */
export const complaints = (filters: readonly string[]): Draft =>
  stat({
    title: 'Complaints, last 28 days',
    description: 'Conversations with a complaint of the last four weeks.',
    targets: [
      endpoint({
        url: '/api/v1/complaints',
        rows: '',
        filters,
        parameters: { ...rangeParameters, interval: 'total' },
        columns: [number('total')],
      }),
    ],
    timeFrom: LATELY,
    calc: 'lastNotNull',
    colour: 'none',
    defaults: { unit: 'none', decimals: 0 },
    overrides: names({ total: 'Complaints' }),
  });

/** What is said of the team, by what is asked. */
export const feedbackOfTeam = (filters: readonly string[]): Draft =>
  barchart({
    title: 'Feedback on the team',
    description: 'Reviews of all agents of the team by dimension; of three people and more.',
    targets: [
      endpoint({
        url: '/api/v1/feedback',
        rows: 'people.0.dimensions',
        filters,
        parameters: { period: variable('feedback') },
        columns: [text('title', 'dimension'), number('team')],
      }),
    ],
    defaults: { ...share, decimals: 0 },
    overrides: names({ dimension: 'Dimension', team: 'Team' }),
  });

/** How the conversations of each agent were found to be. */
export const qualityByAgent = (filters: readonly string[]): Draft =>
  table({
    title: 'Quality by agent',
    description: 'How reviewed conversations were found to be; what others say is on each agent’s own page.',
    targets: [
      endpoint({
        url: '/api/v1/feedback',
        rows: 'people',
        filters,
        parameters: { period: variable('feedback') },
        columns: [text('id', 'agent'), number('quality.value', 'quality'), number('quality.n', 'reviews')],
      }),
    ],
    sortBy: 'Quality',
    descending: true,
    defaults: plainCells,
    overrides: [
      override('agent', { displayName: 'Agent', ...toAgent }),
      override('quality', { displayName: 'Quality', ...share }),
      override('reviews', { displayName: 'Reviewed', unit: 'none', decimals: 0 }),
    ],
  });

const levels = wordColours({
  none: ['none', 'green'],
  some: ['some', 'orange'],
  high: ['high', 'red'],
});

/** Who had more than is good for long, lately. */
export const strainTable = (filters: readonly string[]): Draft =>
  table({
    title: 'Strain, last 28 days',
    description:
      'Occupancy above 85 % for long, difficult conversations back to back, overtime and missed breaks. It is nobody’s merit or fault.',
    targets: [
      endpoint({
        url: '/api/v1/strain',
        rows: 'agents',
        filters,
        parameters: rangeParameters,
        columns: [
          text('id', 'agent'),
          text('level'),
          number('high_occupancy.ms', 'high'),
          number('high_occupancy.longest_ms', 'longest'),
          number('high_occupancy.share', 'highShare'),
          number('back_to_back.runs', 'runs'),
          number('back_to_back.longest', 'run'),
          number('overtime_ms', 'overtime'),
          number('breaks.planned', 'planned'),
          number('breaks.missed', 'missed'),
          number('breaks.shortened', 'shortened'),
        ],
      }),
    ],
    timeFrom: LATELY,
    defaults: plainCells,
    overrides: [
      override('agent', { displayName: 'Agent', ...toAgent }),
      override('level', {
        displayName: 'Strain',
        mappings: levels,
        'custom.cellOptions': { type: 'color-text' },
      }),
      override('high', { displayName: 'Above 85 %', unit: 'ms' }),
      override('longest', { displayName: 'Longest at a time', unit: 'ms' }),
      override('highShare', { displayName: 'Of the time', ...share }),
      override('overtime', { displayName: 'Overtime', unit: 'ms' }),
      ...names({
        runs: 'Difficult ones in a row',
        run: 'Longest row',
        planned: 'Breaks planned',
        missed: 'Missed',
        shortened: 'Shortened',
      }),
    ],
  });
