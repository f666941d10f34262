import { agentTitles } from './fixtures.ts';

const minute = 60_000;
const pageSize = 25;
const agents = Object.keys(agentTitles);
const queues = ['general', 'billing', 'technical', 'orders', 'vip'];
const iso = (ms: number) => new Date(ms).toISOString();

/** What is behind figures of surveys: answers, of which the first is the best, and a survey that nobody answered. */
const surveyed = (number: number) =>
  number % 3 === 2
    ? { fact: 'survey_sent', state: 'done', valueMs: 0, score: 0, scale: 0 }
    : { fact: 'rating', state: 'done', valueMs: 0, score: 5 - (number % 5), scale: 5 };

/** What is behind figures of targets: one that runs and should have been met two days ago. */
const missed = (now: number) => ({
  fact: 'sla_target',
  state: 'active',
  label: 'first_response',
  valueMs: 0,
  at: iso(now - 2 * 86_400_000 - 4 * 3_600_000 - minute),
  endedAt: null,
});

/** A page of conversations, newest first; two pages in all. */
export function conversations(now: number, metric: string, cursor: string | null) {
  const first = cursor === null ? 0 : pageSize;
  return {
    rows: Array.from({ length: pageSize }, (_, index) => {
      const number = first + index;
      const at = now - (number + 1) * 7 * minute;
      const valueMs = 4_000 + number * 1_700;
      const left = number % 4 === 3;
      return {
        conversationId: `c-${20_600 - number}`,
        fact: 'queue_spell',
        state: left ? 'abandoned' : 'answered',
        label: '',
        valueMs,
        at: iso(at),
        endedAt: iso(at + valueMs),
        channel: number % 3 === 0 ? 'chat' : 'voice',
        queue: queues[number % queues.length]!,
        team: 'frontline',
        agent: left ? '' : agents[number % agents.length]!,
        priority: 'normal',
        customerTier: 'standard',
        score: 0,
        scale: 0,
        ...(metric.startsWith('csat') ? surveyed(number) : metric.startsWith('sla') ? missed(now) : {}),
      };
    }),
    next: cursor === null ? 'page-2' : null,
  };
}

const event = (id: string, at: number, type: string, actor_kind: string, actor_id = '') => ({
  event_id: id,
  occurred_at: iso(at),
  type,
  actor_kind,
  actor_id,
  queue: 'technical',
});

/** One conversation: a bot, a wait, an agent, a transfer, another agent. */
export function conversation(id: string, now: number) {
  const start = now - 42 * minute;
  const at = (minutes: number) => start + minutes * minute;
  const fact = (name: string, from: number, to: number, state: string, further: object = {}) => ({
    fact: name,
    at: iso(at(from)),
    began_at: iso(at(from)),
    ended_at: iso(at(to)),
    state,
    label: '',
    value_ms: (to - from) * minute,
    queue: 'technical',
    agent: '',
    ...further,
  });
  return {
    conversation: {
      conversation_id: id,
      opened_at: iso(start),
      channel: 'chat',
      queue: 'technical',
      team: 'technical',
      agent: 'a4',
      priority: 'high',
      status: 'closed',
      customer_id: 'customer-881',
      customer_tier: 'gold',
    },
    facts: [
      fact('status_spell', 0, 9, 'done', { label: 'new' }),
      fact('status_spell', 9, 22, 'done', { label: 'open' }),
      fact('status_spell', 22, 30, 'done', { label: 'pending' }),
      fact('status_spell', 30, 40, 'done', { label: 'solved' }),
      fact('bot_session', 0, 3, 'transferred'),
      fact('queue_spell', 3, 9, 'answered', { queue: 'general' }),
      fact('handle_spell', 9, 16, 'done', { agent: 'a2' }),
      fact('queue_spell', 16, 19, 'answered'),
      fact('handle_spell', 19, 40, 'done', { agent: 'a4' }),
      fact('first_response', 0, 10, 'done'),
      fact('next_response', 14, 21, 'done'),
      fact('first_resolution', 0, 38, 'solved'),
      fact('sla_target', 15, 10, 'met', { label: 'first_response', began_at: iso(at(0)) }),
      fact('sla_target', 18, 21, 'breached', { label: 'next_response', began_at: iso(at(14)) }),
      fact('sla_target', 30, 0, 'active', { label: 'next_response', began_at: iso(at(22)), ended_at: null }),
      fact('sla_target', 0, 0, 'paused', {
        label: 'requester_wait',
        at: null,
        began_at: iso(at(0)),
        ended_at: null,
      }),
    ],
    events: [
      event('e1', at(0), 'started', 'customer'),
      event('e2', at(1), 'message', 'bot'),
      event('e3', at(3), 'queued', 'bot'),
      event('e4', at(9), 'answered', 'agent', 'a2'),
      event('e5', at(10), 'message', 'agent', 'a2'),
      event('e6', at(14), 'message', 'customer'),
      event('e7', at(16), 'transferred', 'agent', 'a2'),
      event('e8', at(19), 'answered', 'agent', 'a4'),
      event('e9', at(21), 'message', 'agent', 'a4'),
      event('e10', at(38), 'ended', 'agent', 'a4'),
      event('e11', at(40), 'wrapped_up', 'agent', 'a4'),
    ],
  };
}
