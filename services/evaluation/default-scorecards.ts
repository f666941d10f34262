import type { ScorecardDefinition, ScorecardMetric } from '../center/config/scorecards.ts';

/**
 * What people are measured by where the configuration has no scorecard for their role: how satisfied customers are, how
 * soon they are answered, whether they are helped, and whether promises are kept. Goals of the configuration hold before
 * these; how soon an answer must come depends on the channels, so without a goal it is set against the peers.
 */
const OF_ALL: ScorecardMetric[] = [
  { metric: 'csat', weight: 3, goal: 0.85, floor: 0.5, points: 'linear' },
  { metric: 'first_response_mean', weight: 2, points: 'z' },
  { metric: 'fcr', weight: 2, goal: 0.75, floor: 0.4, points: 'linear' },
  { metric: 'sla_attainment', weight: 2, goal: 0.9, floor: 0.5, points: 'linear' },
];

/** Reviews are of people; service level is of queues: whoever leaves one is nobody's yet. */
export const DEFAULT_SCORECARDS: Record<ScorecardDefinition['role'], ScorecardDefinition> = {
  agent: {
    id: 'default-agent',
    role: 'agent',
    metrics: [
      ...OF_ALL,
      { metric: 'quality_score', weight: 1, goal: 0.9, floor: 0.5, points: 'linear' },
      { metric: 'peer_score', weight: 1, goal: 0.9, floor: 0.5, points: 'linear' },
    ],
  },
  supervisor: {
    id: 'default-supervisor',
    role: 'supervisor',
    metrics: [...OF_ALL, { metric: 'service_level', weight: 2, goal: 0.8, floor: 0.4, points: 'linear' }],
  },
  manager: {
    id: 'default-manager',
    role: 'manager',
    metrics: [...OF_ALL, { metric: 'service_level', weight: 2, goal: 0.8, floor: 0.4, points: 'linear' }],
  },
};
