import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatBody } from '../../schemas/types.ts';
import type { OutgoingEvent } from '../../services/domain/events/event.ts';
import { type PipelineForTests, startPipeline } from './pipeline.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 86_400_000;
const NINE = Date.UTC(2024, 0, 15, 9);

function chat(conversation: string, queue: string, steps: [ms: number, actor: string, event: ChatBody][]) {
  return steps.map(([ms, actor, event], i): OutgoingEvent => {
    const [kind, id] = actor.split(':');
    return {
      topic: 'contact.chats',
      value: {
        event_id: `${conversation}-${i}`,
        occurred_at: NINE + ms,
        conversation_id: conversation,
        opened_at: NINE,
        channel: 'chat',
        source: 'test',
        actor: { kind: kind!, id: id ?? null },
        queue,
        customer: null,
        tags: [],
        event,
      },
    };
  });
}

const started: ChatBody = { type: 'started', priority: null };
const message: ChatBody = { type: 'message', public: true };

describe('a first response after a bot', () => {
  let pipeline: PipelineForTests;

  beforeAll(async () => {
    pipeline = await startPipeline(() => NINE + DAY);
    await pipeline.send([
      ...chat('bot-first', 'with-bot', [
        [0, 'customer', started],
        [SECOND, 'customer', message],
        [3 * SECOND, 'bot:b1', message],
        [30 * MINUTE, 'bot:b1', { type: 'queued', position: null }],
        [31 * MINUTE, 'agent:a1', { type: 'answered' }],
        [32 * MINUTE, 'agent:a1', message],
        [40 * MINUTE, 'customer', message],
        [45 * MINUTE, 'agent:a1', message],
      ]),
      ...chat('no-bot', 'without', [
        [0, 'customer', started],
        [SECOND, 'customer', { type: 'queued', position: null }],
        [MINUTE, 'agent:a1', { type: 'answered' }],
        [2 * MINUTE, 'agent:a1', message],
      ]),
    ]);
  });
  afterAll(() => pipeline?.stop());

  const ask = async (queue: string, variant?: string) => {
    const metrics = 'first_response_mean,first_response_p90,next_response_max,wait_p50';
    const parameters = { from: String(NINE), to: String(NINE + DAY), interval: 'total', metrics, queue };
    const [row] = await pipeline.query({ ...parameters, ...(variant ? { variant } : {}) });
    return row;
  };

  it('takes 32 minutes from the creation, and 2 since the bot handed over', async () => {
    expect(await ask('with-bot')).toMatchObject({
      first_response_mean: 32 * MINUTE,
      first_response_p90: 32 * MINUTE,
      next_response_max: 5 * MINUTE,
      wait_p50: MINUTE,
    });
    expect(await ask('with-bot', 'since_handover')).toMatchObject({
      first_response_mean: 2 * MINUTE,
      first_response_p90: 2 * MINUTE,
      next_response_max: 5 * MINUTE,
      wait_p50: MINUTE,
    });
  });

  it('is the same either way where nobody handed over', async () => {
    const whole = await ask('without');
    expect(whole).toMatchObject({ first_response_mean: 2 * MINUTE });
    expect(await ask('without', 'since_handover')).toEqual(whole);
  });
});
