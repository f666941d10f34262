import { expect, test } from 'vitest';
import { TOPICS } from '../../../schemas/index.ts';
import type { AgentEvent } from '../../../schemas/types.ts';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import { agentsAmong, newsOf } from '../../../services/ingest/news.ts';
import { createReference } from '../../../services/ingest/reference.ts';
import { agentStateOf } from '../../../services/ingest/rows/agents.ts';
import { createEnrich } from '../../../services/ingest/stages/enrich.ts';

const reference = createReference(
  parseContactCenter(
    `teams: [{ id: north }]
queues: [{ id: sales, team: north }, { id: help }]
agents: [{ id: ida, team: north }, { id: bo, team: north, queues: [help] }]`,
    'center.yaml',
  ),
);
const enrich = createEnrich(() => reference);

function recordOf(agent: string, state: string, queues: string[]) {
  const value: AgentEvent = {
    event_id: `${agent} ${state}`,
    occurred_at: 0,
    agent_id: agent,
    source: 'twilio',
    actor: { kind: 'system', id: null },
    event: { type: 'state_changed', state, slots: null, slots_busy: null, queues },
  };
  const [record] = agentsAmong([enrich(TOPICS.agents, value)]);
  return record!;
}

test.each([
  ['says none: those that the configuration names', 'bo', 'available', [], ['help']],
  ['says none: those of the team', 'ida', 'break', [], ['sales']],
  ['says none, and nobody knows them: none', 'stranger', 'busy', [], []],
  ['says which: these', 'bo', 'available', ['sales', 'vip'], ['sales', 'vip']],
  ['says that the agent has left: none', 'ida', 'offline', [], []],
])('the queues of an agent whose event %s', (_, agent, state, told, expected) => {
  const record = recordOf(agent, state, told);
  expect(agentStateOf(record)?.queues).toEqual(expected);
  // Stored and shown are one, and the event stays what it was.
  expect(newsOf([], [record], []).agents).toMatchObject([{ agent, queues: expected }]);
  expect(record.value.event).toMatchObject({ queues: told });
});
