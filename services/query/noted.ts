import type { NotedRoutes } from '../audit/requests.ts';

/**
 * What of the query service is in the audit log: whatever is changed, and who saw which conversation. A conversation was
 * seen by whom its timeline was shown, and by whom it was a row of a list shown: both say what was done in it by whom. Not
 * by whom a board or a list of alerts has named it: that is its id and when it is due, on a wall, every second.
 */
export const NOTED: NotedRoutes = {
  'GET /api/v1/conversations': {
    kind: 'look',
    what: 'conversations.listed',
    of: 'conversation',
    shown: ({ rows }: { rows: { conversationId: string }[] }) =>
      rows.map(({ conversationId }) => conversationId),
  },
  'GET /api/v1/conversations/:id': {
    kind: 'look',
    what: 'conversation.opened',
    of: 'conversation',
    shown: ({ conversation }: { conversation: { conversation_id: string } }) => [
      conversation.conversation_id,
    ],
  },
  'GET /api/v1/audit': { kind: 'look', what: 'audit.read' },

  'PUT /api/v1/goals/:id': { kind: 'act', what: 'goal.set', of: 'goal' },
  'DELETE /api/v1/goals/:id': { kind: 'act', what: 'goal.removed', of: 'goal' },
  'PUT /api/v1/changes/:id': { kind: 'act', what: 'change.set', of: 'change' },
  'DELETE /api/v1/changes/:id': { kind: 'act', what: 'change.removed', of: 'change' },
  'POST /api/v1/rounds': { kind: 'act', what: 'round.opened', of: 'round' },
  'PUT /api/v1/rounds/:id/goals': { kind: 'act', what: 'round.goals_set', of: 'round' },
  'POST /api/v1/rounds/:id/confirmations': { kind: 'act', what: 'round.confirmed', of: 'round' },
  'POST /api/v1/rounds/:id/remarks': { kind: 'act', what: 'round.remarked', of: 'round' },
  'POST /api/v1/rounds/:id/answers': { kind: 'act', what: 'round.answered', of: 'round' },
  'POST /api/v1/rounds/:id/pin': { kind: 'act', what: 'round.pinned', of: 'round' },
  'POST /api/v1/rounds/:id/close': { kind: 'act', what: 'round.closed', of: 'round' },
  'POST /api/v1/alerts/:id/acknowledge': { kind: 'act', what: 'alert.acknowledged', of: 'alert' },
  'POST /api/v1/silences': { kind: 'act', what: 'silence.made', of: 'silence' },
  'DELETE /api/v1/silences/:id': { kind: 'act', what: 'silence.ended', of: 'silence' },
  // Who gave a review, and when, would tell whose answers the next figure is of: reviews of colleagues are secret.
  'POST /api/v1/feedback': null,
};
