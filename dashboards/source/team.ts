import { dashboard, headed, wide } from './build/dashboard.ts';
import {
  feedbackVariable,
  goalsTable,
  periodTable,
  periodVariables,
  points,
  pointsCell,
  scorecards,
  toAgent,
  whyTable,
} from './build/evaluation.ts';
import { names, override, plainCells, share, unseen } from './build/field.ts';
import { barchart, stat, table } from './build/panel.ts';
import { number, text } from './build/target.ts';
import { oneOf } from './build/variable.ts';
import { complaints, feedbackOfTeam, qualityByAgent, strainTable } from './evaluation/of-team.ts';

const filters = ['team'];
const ofAgents = { of: 'agent', filters } as const;
const ofTheTeam = { of: 'team', filters } as const;

const spread = stat({
  title: 'Scores of the team',
  description: 'Half of the agents with a score lie between the quartiles; shown of five agents and more.',
  targets: [
    scorecards([number('n'), number('q1'), number('median'), number('q3')], {
      ...ofAgents,
      rows: 'scorecards.0.peers',
    }),
  ],
  calc: 'lastNotNull',
  colour: 'none',
  defaults: points,
  overrides: [
    override('n', { displayName: 'Agents', unit: 'none', decimals: 0 }),
    ...names({ q1: 'Lower quartile', median: 'Median', q3: 'Upper quartile' }),
  ],
});

const cards = table({
  title: 'Scorecards',
  description:
    'Each agent against goals and peers, the best first; whoever cannot be told apart shares a rank. A row opens why.',
  targets: [
    scorecards(
      [
        text('id', 'agent'),
        number('rank'),
        number('score'),
        number('interval.lower', 'lower'),
        number('interval.upper', 'upper'),
        number('covered'),
        text('strengths.0.title', 'strength_title'),
        text('strengths.0.id', 'strength_metric'),
        text('weaknesses.0.title', 'weakness_title'),
        text('weaknesses.0.id', 'weakness_metric'),
      ],
      ofAgents,
    ),
  ],
  defaults: plainCells,
  overrides: [
    override('agent', { displayName: 'Agent', ...toAgent }),
    override('rank', { displayName: 'Rank', unit: 'none', decimals: 0 }),
    override('score', pointsCell('Score')),
    override('lower', pointsCell('95 % from')),
    override('upper', pointsCell('95 % to')),
    override('covered', { displayName: 'Of the weights', ...share, decimals: 0 }),
    ...names({ strength_title: 'Greatest strength', weakness_title: 'Greatest weakness' }),
    unseen('strength_metric'),
    unseen('weakness_metric'),
  ],
});

const scores = barchart({
  title: 'Score by agent',
  description: 'The same scores side by side; a difference within the intervals is none.',
  targets: [scorecards([text('id', 'agent'), number('score')], ofAgents)],
  greatestFirst: 'score',
  defaults: { ...points, min: 0, max: 100 },
  overrides: names({ agent: 'Agent', score: 'Score' }),
});

const teams = table({
  title: 'Teams',
  description: 'All teams against their goals, by the conversations they had.',
  targets: [
    scorecards(
      [
        text('id', 'team'),
        number('rank'),
        number('score'),
        number('interval.lower', 'lower'),
        number('interval.upper', 'upper'),
        number('covered'),
      ],
      { of: 'team' },
    ),
  ],
  defaults: plainCells,
  overrides: [
    override('team', { displayName: 'Team' }),
    override('rank', { displayName: 'Rank', unit: 'none', decimals: 0 }),
    override('score', pointsCell('Score')),
    override('lower', pointsCell('95 % from')),
    override('upper', pointsCell('95 % to')),
    override('covered', { displayName: 'Of the weights', ...share, decimals: 0 }),
  ],
});

const scoresOfTeams = barchart({
  title: 'Score by team',
  description: 'The same scores side by side; a difference within the intervals is none.',
  targets: [scorecards([text('id', 'team'), number('score')], { of: 'team' })],
  greatestFirst: 'score',
  defaults: { ...points, min: 0, max: 100 },
  overrides: names({ team: 'Team', score: 'Score' }),
});

/** How the agents of a team stand, and why. */
export const team = dashboard({
  uid: 'team',
  title: 'Team',
  description: 'How the agents of a team stand against their goals and each other, and why.',
  time: { from: 'now-90d', to: 'now' },
  hasRange: false,
  refresh: '5m',
  variables: [oneOf('team', 'Team'), ...periodVariables, feedbackVariable],
  lines: [
    {
      height: 4,
      panels: [wide(9, periodTable(ofAgents)), wide(11, spread), wide(4, complaints(filters))],
    },
    { height: 12, panels: [wide(16, cards), wide(8, scores)] },
    headed('The team'),
    {
      height: 7,
      panels: [
        wide(
          24,
          whyTable(
            'Why the team stands there',
            'What was measured of the whole team, metric by metric.',
            ofTheTeam,
          ),
        ),
      ],
    },
    { height: 7, panels: [wide(14, teams), wide(10, scoresOfTeams)] },
    headed('Goals'),
    {
      height: 8,
      panels: [
        wide(
          24,
          goalsTable(
            'Goals of the team',
            'What the team is to reach, how far it is, and where it will be at the end of the period.',
            filters,
          ),
        ),
      ],
    },
    headed('Feedback and quality'),
    { height: 9, panels: [wide(10, feedbackOfTeam(filters)), wide(14, qualityByAgent(filters))] },
    headed('Strain: for whoever leads, never part of a score'),
    { height: 9, panels: [wide(24, strainTable(filters))] },
  ],
});
