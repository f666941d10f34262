import { dashboard, headed, wide } from './build/dashboard.ts';
import {
  feedbackVariable,
  goalsTable,
  periodTable,
  periodVariables,
  strengthsTable,
  weaknessesTable,
  whyTable,
} from './build/evaluation.ts';
import { oneOf } from './build/variable.ts';
import {
  byRelation,
  course,
  courseTable,
  improvements,
  parts,
  qualityItems,
  rank,
  score,
  selfAndOthers,
} from './evaluation/of-agent.ts';

const filters = ['agent'];
const ofTheAgent = { of: 'agent', filters } as const;

/** How one agent stands, and why. */
export const agent = dashboard({
  uid: 'agent',
  title: 'One agent',
  description: 'How one agent stands against goals and peers, and why.',
  time: { from: 'now-90d', to: 'now' },
  hasRange: false,
  refresh: '5m',
  variables: [oneOf('agent', 'Agent'), ...periodVariables, feedbackVariable],
  lines: [
    { height: 4, panels: [wide(8, score), wide(6, rank), wide(10, periodTable(ofTheAgent))] },
    {
      height: 8,
      panels: [
        wide(
          24,
          whyTable(
            'Why this score',
            'Each metric: what was measured, its goal, its points, and what it adds. A row opens its conversations.',
            ofTheAgent,
          ),
        ),
      ],
    },
    {
      height: 7,
      panels: [wide(8, parts), wide(8, strengthsTable(filters)), wide(8, weaknessesTable(filters))],
    },
    { height: 8, panels: [wide(9, improvements), wide(6, course), wide(9, courseTable)] },
    headed('Goals'),
    {
      height: 7,
      panels: [
        wide(
          24,
          goalsTable(
            'Goals of the agent',
            'What the agent is to reach, how far it is, and where it will be at the end of the period.',
            filters,
          ),
        ),
      ],
    },
    headed('Feedback and quality'),
    { height: 9, panels: [wide(7, selfAndOthers), wide(9, byRelation), wide(8, qualityItems)] },
  ],
});
