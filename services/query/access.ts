import type { Role } from '../access/principal.ts';
import type { AccessTable } from '../access/table.ts';
import type { QueryDeps } from './deps.ts';
import {
  ownAlert,
  ownAlerts,
  ownConversation,
  ownRows,
  ownSilence,
  ownSilences,
  ownValues,
} from './narrowing.ts';
import { ownChanges, ownComparison } from './own-comparison.ts';
import { ownFeedback } from './own-feedback.ts';
import { ownNewRound, ownRound, ownRounds, ownRoundsCompared } from './own-rounds.ts';
import { ownScorecards } from './own-scorecards.ts';

/** Those who lead people, who look at boards, who look at figures; and all of them. */
const LEADERS: Role[] = ['admin', 'manager', 'supervisor'];
const WATCHERS: Role[] = [...LEADERS, 'planner', 'wallboard'];
const PLANNERS: Role[] = [...LEADERS, 'planner'];
const READERS: Role[] = [...LEADERS, 'planner', 'agent'];
const PEOPLE: Role[] = [...READERS, 'wallboard'];
/** Holds no figures. */
const PAGE = { roles: 'everyone' } as const;

/** Who may use which route of the query service; `docs/access.md` says it in words. */
export function queryAccess(deps: Pick<QueryDeps, 'clickhouse' | 'center'>): AccessTable {
  const round = ownRound(deps);
  return {
    'GET /': PAGE,
    'GET /*': PAGE,
    'GET /d/:uid': PAGE,
    'GET /audit': PAGE,
    'GET /goals': PAGE,
    'GET /review': PAGE,
    'GET /rounds': PAGE,
    'GET /rounds/:id': PAGE,
    'GET /docs': PAGE,
    'GET /docs/': PAGE,
    'GET /docs/*': PAGE,

    'GET /api/v1/me': { roles: PEOPLE, narrowed: 'all' },
    'GET /api/v1/dashboards': { roles: PEOPLE, narrowed: 'all' },
    'GET /api/v1/dashboards/:uid': { roles: PEOPLE, narrowed: 'all' },
    'GET /api/v1/metrics': { roles: PEOPLE, narrowed: 'all' },
    'GET /api/v1/dimensions/:name': { roles: PEOPLE, narrowed: ownValues(deps) },

    'GET /api/v1/live/queues': { roles: WATCHERS, narrowed: 'filters' },
    'GET /api/v1/live/targets': { roles: [...WATCHERS, 'agent'], narrowed: 'filters' },
    'GET /api/v1/live/agents': { roles: [...WATCHERS, 'agent'], narrowed: ownRows },
    // The stream itself keeps to what its listener may see.
    'GET /api/v1/stream': { roles: WATCHERS, narrowed: 'all' },

    'GET /api/v1/query': { roles: READERS, narrowed: 'filters' },
    'GET /api/v1/distribution': { roles: READERS, narrowed: 'filters' },
    'GET /api/v1/workforce/heatmap': { roles: READERS, narrowed: 'filters' },
    'GET /api/v1/workforce/forecast': { roles: PLANNERS, narrowed: 'filters' },
    'GET /api/v1/workforce/intraday': { roles: PLANNERS, narrowed: 'filters' },
    'GET /api/v1/workforce/adherence': { roles: READERS, narrowed: 'filters' },
    'GET /api/v1/workforce/staffing': { roles: PLANNERS, narrowed: 'filters' },
    'GET /api/v1/workforce/shifts': { roles: PLANNERS, narrowed: 'filters' },
    'GET /api/v1/workforce/special-days': { roles: PLANNERS, narrowed: 'filters' },
    'GET /api/v1/compare': { roles: READERS, narrowed: ownComparison },
    'GET /api/v1/compare/course': { roles: READERS, narrowed: ownComparison },
    'GET /api/v1/changes': { roles: PEOPLE, narrowed: ownChanges(deps) },
    // Each caller is kept to its own goals by the route itself, as `own-goals.ts` has it.
    'GET /api/v1/goals': { roles: READERS, narrowed: 'all' },
    'GET /api/v1/goals/:id': { roles: READERS, narrowed: 'all' },
    'PUT /api/v1/goals/:id': { roles: LEADERS, narrowed: 'all' },
    'DELETE /api/v1/goals/:id': { roles: LEADERS, narrowed: 'all' },
    'PUT /api/v1/changes/:id': { roles: LEADERS, narrowed: 'all' },
    'DELETE /api/v1/changes/:id': { roles: LEADERS, narrowed: 'all' },
    'GET /api/v1/complaints': { roles: READERS, narrowed: 'filters' },
    // Of agents, for those who lead them: no agent sees it, not its own either.
    'GET /api/v1/strain': { roles: LEADERS, narrowed: 'filters' },
    'GET /api/v1/scorecards': { roles: [...LEADERS, 'agent'], narrowed: ownScorecards },
    'GET /api/v1/rounds': { roles: [...LEADERS, 'agent'], narrowed: ownRounds },
    'POST /api/v1/rounds': { roles: LEADERS, narrowed: ownNewRound },
    'GET /api/v1/rounds/compare': { roles: [...LEADERS, 'agent'], narrowed: ownRoundsCompared },
    'GET /api/v1/rounds/:id': { roles: [...LEADERS, 'agent'], narrowed: round },
    'GET /api/v1/rounds/:id/pinned': { roles: LEADERS, narrowed: round },
    'PUT /api/v1/rounds/:id/goals': { roles: LEADERS, narrowed: round },
    'POST /api/v1/rounds/:id/confirmations': { roles: [...LEADERS, 'agent'], narrowed: round },
    'POST /api/v1/rounds/:id/remarks': { roles: LEADERS, narrowed: round },
    'POST /api/v1/rounds/:id/answers': { roles: ['agent'], narrowed: round },
    'POST /api/v1/rounds/:id/pin': { roles: LEADERS, narrowed: round },
    'POST /api/v1/rounds/:id/close': { roles: LEADERS, narrowed: round },
    'GET /api/v1/feedback': { roles: [...LEADERS, 'agent'], narrowed: ownFeedback },
    'GET /api/v1/feedback/forms': { roles: [...LEADERS, 'agent'], narrowed: 'all' },
    // The route itself sees to it who may review whom, as what.
    'POST /api/v1/feedback': { roles: [...LEADERS, 'agent'], narrowed: 'all' },
    'GET /api/v1/conversations': { roles: [...LEADERS, 'agent'], narrowed: 'filters' },
    'GET /api/v1/conversations/:id': { roles: [...LEADERS, 'agent'], narrowed: ownConversation },

    'GET /api/v1/alerts': { roles: WATCHERS, narrowed: ownAlerts },
    'GET /api/v1/alerts/annotations': { roles: WATCHERS, narrowed: ownAlerts },
    'POST /api/v1/alerts/:id/acknowledge': { roles: LEADERS, narrowed: ownAlert(deps) },
    'GET /api/v1/silences': { roles: LEADERS, narrowed: ownSilences(deps) },
    'POST /api/v1/silences': { roles: LEADERS, narrowed: ownSilence },
    'DELETE /api/v1/silences/:id': { roles: ['admin', 'manager'] },

    // Names of keys and who looked at what: of everybody, for those who answer for it.
    'GET /api/v1/audit': { roles: ['admin'] },
    'GET /api/v1/pipeline': { roles: ['admin', 'manager', 'monitor'] },
  };
}
