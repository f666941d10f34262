import { describe, expect, it } from 'vitest';
import type { Channel } from '../../../services/alerting/channels/channel.ts';
import { createSender, type SenderOptions } from '../../../services/alerting/channels/sender.ts';
import type { Delivery } from '../../../services/alerting/store/store.ts';
import { LinewatchError } from '../../../services/lib/errors.ts';
import { alertOf } from '../alerts.ts';

const OPTIONS: SenderOptions = { backoff: { minMs: 1, maxMs: 2 }, retryForMs: 60_000, maxWaiting: 100 };
const busy = () => new LinewatchError('OUTGOING_STATUS_500', 'busy', { retriable: true });
const alerts = (count: number) =>
  Array.from({ length: count }, (_, i) => alertOf({ conversationId: `c${i}` }));

/** Runs a sender until so many deliveries are finished. */
async function run(
  send: Channel['send'],
  {
    given = alerts(3),
    until = given.length,
    maxBatch = 2,
    ...options
  }: Partial<SenderOptions> & {
    given?: ReturnType<typeof alerts>;
    until?: number;
    maxBatch?: number;
  } = {},
): Promise<Delivery[]> {
  const ended = new AbortController();
  const finished: Delivery[] = [];
  const sender = createSender(
    {
      channel: { id: 'hook', maxBatch, send },
      now: Date.now,
      onError: () => {},
      async onFinished(deliveries) {
        finished.push(...deliveries);
        if (finished.length >= until) ended.abort();
      },
    },
    { ...OPTIONS, ...options },
  );
  for (const alert of given) sender.add(alert);
  await sender.run(ended.signal);
  return finished;
}

describe('a sender', () => {
  it('tells in order, in batches that the channel takes', async () => {
    const sent: string[][] = [];
    const finished = await run(async (messages) => {
      sent.push(messages.map(({ conversation_id }) => conversation_id!));
    });
    expect(sent).toEqual([['c0', 'c1'], ['c2']]);
    expect(finished).toMatchObject([
      { outcome: 'delivered', attempts: 1, code: '', channel: 'hook' },
      { outcome: 'delivered' },
      { outcome: 'delivered' },
    ]);
  });

  it('tries again under the same keys until the receiver takes it', async () => {
    const keys: string[] = [];
    const [delivery] = await run(
      async ([message]) => {
        keys.push(message!.idempotency_key);
        if (keys.length < 4) throw busy();
      },
      { given: alerts(1) },
    );
    expect(delivery).toMatchObject({ outcome: 'delivered', attempts: 4 });
    expect(new Set(keys).size).toBe(1);
  });

  it('gives up when time is over, notes why, and goes on with the next', async () => {
    let calls = 0;
    const finished = await run(
      async () => {
        if (calls++ === 0) throw busy();
      },
      { given: alerts(2), maxBatch: 1, retryForMs: 0 },
    );
    expect(finished).toMatchObject([
      { outcome: 'failed', code: 'OUTGOING_STATUS_500', attempts: 1 },
      { outcome: 'delivered' },
    ]);
  });

  it('does not repeat what the receiver refuses for good', async () => {
    const [delivery] = await run(
      async () => {
        throw new LinewatchError('OUTGOING_STATUS_400', 'no');
      },
      { given: alerts(1) },
    );
    expect(delivery).toMatchObject({ outcome: 'failed', code: 'OUTGOING_STATUS_400', attempts: 1 });
  });

  it('lets no more wait than it has room for, and notes the others as failed', async () => {
    const finished = await run(async () => {}, { given: alerts(5), maxWaiting: 3 });
    expect(finished.map(({ outcome, code }) => `${outcome} ${code}`).sort()).toEqual([
      'delivered ',
      'delivered ',
      'delivered ',
      'failed QUEUE_FULL',
      'failed QUEUE_FULL',
    ]);
  });

  it('stops at once in the middle of a delivery, and notes nothing of it', async () => {
    const ended = new AbortController();
    const finished: Delivery[] = [];
    const sender = createSender(
      {
        channel: { id: 'hook', maxBatch: 1, send: (_, signal) => hang(signal) },
        now: Date.now,
        onError: () => {},
        onFinished: async (deliveries) => void finished.push(...deliveries),
      },
      OPTIONS,
    );
    sender.add(alertOf());
    const running = sender.run(ended.signal);
    ended.abort();
    await running.catch(() => {});
    expect(finished).toEqual([]);
  });
});

function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}
