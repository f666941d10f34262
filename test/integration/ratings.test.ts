import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SurveyBody, TicketBody } from '../../schemas/types.ts';
import type { OutgoingEvent } from '../../services/domain/events/event.ts';
import { type PipelineForTests, startPipeline } from './pipeline.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** A Monday, 09:00 UTC. */
const NINE = Date.UTC(2024, 0, 15, 9);
const at = (minutes: number) => NINE + minutes * MINUTE;

let ids = 0;
const envelope = (conversation: string, openedAt: number, occurredAt: number) => ({
  event_id: `e${ids++}`,
  occurred_at: occurredAt,
  conversation_id: conversation,
  opened_at: openedAt,
  source: 'test',
  customer: null,
  tags: [],
});

function ticket(
  conversation: string,
  queue: string,
  steps: [at: number, actor: string, event: TicketBody][],
) {
  return steps.map(([occurredAt, actor, event]): OutgoingEvent => {
    const [kind, id] = actor.split(':');
    const value = envelope(conversation, steps[0]![0], occurredAt);
    return {
      topic: 'contact.tickets',
      value: { ...value, channel: 'email', queue, actor: { kind: kind!, id: id ?? null }, event },
    };
  });
}

/** All that whoever asks knows is the conversation's id: not its opening, channel, queue or agent. */
function survey(conversation: string, told: number, event: Partial<SurveyBody> & { score?: number }) {
  const about = { survey_id: `s-${conversation}-${told}`, kind: 'csat', agent_id: null };
  const value = { ...envelope(conversation, told, told), channel: 'api', queue: null };
  const body =
    event.score === undefined
      ? { type: 'sent' as const, ...about, ...event }
      : { type: 'answered' as const, ...about, scale_max: 5, criterion: null, ...event };
  return {
    topic: 'contact.surveys',
    value: { ...value, actor: { kind: 'customer', id: null }, event: body as SurveyBody },
  } as OutgoingEvent;
}

const created: TicketBody = { type: 'created', status: 'new', priority: 'high' };
const assigned = (agent: string | null): TicketBody => ({ type: 'assigned', agent_id: agent, team: null });
const status = (name: string): TicketBody => ({ type: 'status_changed', status: name });

/** Solved by a1 09:30, given to another 09:40, solved again by a2 12:00; and one that nobody solved. */
const TICKETS: OutgoingEvent[] = [
  ...ticket('left', 'billing', [
    [at(0), 'customer', created],
    [at(5), 'agent:a1', assigned('a1')],
    [at(30), 'agent:a1', status('solved')],
    [at(40), 'system', assigned(null)],
  ]),
  ...ticket('passed-on', 'billing', [
    [at(0), 'customer', created],
    [at(5), 'agent:a1', assigned('a1')],
    [at(30), 'agent:a1', status('solved')],
    [at(40), 'system', assigned('a2')],
  ]),
  ...ticket('solved-twice', 'returns', [
    [at(0), 'customer', created],
    [at(5), 'agent:a1', assigned('a1')],
    [at(30), 'agent:a1', status('solved')],
    [at(90), 'customer', status('open')],
    [at(100), 'agent:a2', assigned('a2')],
    [at(180), 'agent:a2', status('solved')],
    [at(300), 'customer', status('open')],
    [at(310), 'agent:a3', assigned('a3')],
    [at(320), 'agent:a3', status('solved')],
  ]),
  ...ticket('open', 'returns', [
    [at(0), 'customer', created],
    [at(5), 'agent:a1', assigned('a3')],
  ]),
];

const SURVEYS: OutgoingEvent[] = [
  survey('left', at(35), {}),
  survey('left', at(60), { score: 5 }),
  survey('passed-on', at(60), { score: 4 }),
  survey('solved-twice', at(60), { score: 1 }),
  survey('solved-twice', at(200), { score: 5 }),
  survey('solved-twice', at(400), { score: 2 }),
  survey('open', at(60), { score: 3 }),
  survey('nobody-knows', at(60), { score: 5, agent_id: 'a9' }),
  ...[70, 71, 72].flatMap((minute) => [
    survey('left', at(minute), { kind: 'quality_review', agent_id: 'a7', score: 4 }),
    survey('left', at(minute + 10), { kind: 'quality_review', score: 3 }),
    // An item of a review is no review.
    survey('left', at(minute + 20), { kind: 'quality_review', score: 0, criterion: 'tone', review_id: 'r' }),
  ]),
  survey('left', at(75), { kind: 'peer_review', agent_id: 'a8', score: 3 }),
];

const ORDERS = [
  ['tickets first', [TICKETS, SURVEYS]],
  ['surveys first', [SURVEYS, TICKETS]],
  [
    'all mixed up',
    [[...SURVEYS, ...TICKETS].toSorted((a, b) => (a.value.event_id > b.value.event_id ? -1 : 1))],
  ],
] as const;

describe.each(ORDERS)('an answer that came with nothing but its conversation, %s', (_, batches) => {
  let pipeline: PipelineForTests;

  beforeAll(async () => {
    pipeline = await startPipeline(() => NINE + 30 * DAY);
    for (const batch of batches) await pipeline.send(batch);
  });
  afterAll(() => pipeline?.stop());

  const ask = (metrics: string, parameters: Record<string, string> = {}) =>
    pipeline.query({ from: String(NINE), to: String(NINE + DAY), interval: 'total', metrics, ...parameters });

  it('belongs to who had the conversation when it was last solved before, whoever has it later', async () => {
    const rows = await ask('csat,csat_responses', { group_by: 'agent' });
    expect(Object.fromEntries(rows.map((row) => [row.agent, [row.csat, row.csat_responses]]))).toEqual({
      // left 5, passed-on 4, solved-twice 1
      a1: [2 / 3, 3],
      a2: [1, 1],
      // solved-twice 2, and open 3, which nobody solved: as it is now
      a3: [0, 2],
      // a review, and no answer
      a7: [null, 0],
      // nobody knows the conversation: as the survey says
      a9: [1, 1],
    });
  });

  it('counts in the queue, channel and priority of the conversation, and groups add up to the total', async () => {
    const [total] = await ask('csat_responses');
    expect(total!.csat_responses).toBe(7);
    for (const [group, counts] of Object.entries({
      queue: { billing: 2, returns: 4, '': 1 },
      channel: { email: 6, api: 1 },
      priority: { high: 6, '': 1 },
      // By the configuration, the queue billing has a team and the queue returns has none.
      team: { billing: 2, '': 5 },
    })) {
      const rows = await ask('csat_responses', { group_by: group });
      expect(Object.fromEntries(rows.map((row) => [row[group], row.csat_responses]))).toEqual(counts);
    }
  });

  it('is found by these, as the conversations behind the figure are', async () => {
    expect(await ask('csat', { agent: 'a1', queue: 'returns' })).toMatchObject([{ csat: 0 }]);
    const { body } = await pipeline.get(
      `/api/v1/conversations?metric=csat&from=${NINE}&to=${NINE + DAY}&agent=a2`,
    );
    expect(body).toMatchObject({
      rows: [{ conversationId: 'solved-twice', agent: 'a2', queue: 'returns', score: 5 }],
    });
  });

  it('is set against the surveys sent to the same', async () => {
    expect(await ask('csat_response_rate', { agent: 'a1' })).toMatchObject([{ csat_response_rate: 3 }]);
  });

  it('a review is of the agent that it names; one that names nobody, of the conversation’s', async () => {
    expect(await ask('quality_score', { group_by: 'agent' })).toMatchObject([
      { agent: 'a1', quality_score: expect.closeTo(0.6, 9) },
      { agent: 'a2', quality_score: null },
      { agent: 'a3', quality_score: null },
      { agent: 'a7', quality_score: expect.closeTo(0.8, 9) },
      { agent: 'a9', quality_score: null },
    ]);
  });
});
