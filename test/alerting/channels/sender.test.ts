import { describe, expect, it } from 'vitest';
import { type Channel, PLAIN } from '../../../services/alerting/channels/channel.ts';
import { createSender, type SenderOptions } from '../../../services/alerting/channels/sender.ts';
import type { Finished } from '../../../services/alerting/notify/journal.ts';
import type { Notification } from '../../../services/alerting/notify/notification.ts';
import { LinewatchError } from '../../../services/lib/errors.ts';
import { alertOf } from '../alerts.ts';
import { notificationOf } from './notifications.ts';

const OPTIONS: SenderOptions = { backoff: { minMs: 1, maxMs: 2 }, retryForMs: 60_000, maxWaiting: 100 };
const busy = () => new LinewatchError('OUTGOING_STATUS_500', 'busy', { retriable: true });
const notifications = (count: number) =>
  Array.from({ length: count }, (_, i) => notificationOf(alertOf({ id: `a${i}`, conversationId: `c${i}` })));

/** Runs a sender until so many notifications are finished; gives what was done in order. */
async function run(
  send: Channel['send'],
  {
    given = notifications(3),
    until = given.length,
    maxBatch = 2,
    ...options
  }: Partial<SenderOptions> & { given?: Notification[]; until?: number; maxBatch?: number } = {},
): Promise<{ finished: (Finished & { key: string })[]; trace: string[] }> {
  const ended = new AbortController();
  const finished: (Finished & { key: string })[] = [];
  const trace: string[] = [];
  const keysOf = (batch: readonly Notification[]) => batch.map(({ key }) => key).join(' ');
  const sender = createSender(
    {
      channel: {
        ...PLAIN,
        id: 'hook',
        maxBatch,
        send(batch, signal) {
          trace.push(`send ${keysOf(batch)}`);
          return send(batch, signal);
        },
      },
      now: Date.now,
      async onSending(batch) {
        trace.push(`note ${keysOf(batch)}`);
      },
      onError: () => {},
      async onFinished(batch, how) {
        trace.push(`${how.outcome} ${keysOf(batch)}`);
        finished.push(...batch.map(({ key }) => ({ key, ...how })));
        if (finished.length >= until) ended.abort();
      },
    },
    { ...OPTIONS, ...options },
  );
  for (const notification of given) sender.add(notification);
  await sender.run(ended.signal);
  return { finished, trace };
}

describe('a sender', () => {
  it('tells in order, in batches that the channel takes, and notes them before and after', async () => {
    const { finished, trace } = await run(async () => {});
    expect(trace).toEqual([
      'note a0-1 a1-1',
      'send a0-1 a1-1',
      'delivered a0-1 a1-1',
      'note a2-1',
      'send a2-1',
      'delivered a2-1',
    ]);
    expect(finished[0]).toMatchObject({ outcome: 'delivered', attempts: 1, code: '' });
  });

  it('tries again under the same keys until the receiver takes it', async () => {
    let calls = 0;
    const { finished, trace } = await run(
      async () => {
        if (++calls < 4) throw busy();
      },
      { given: notifications(1) },
    );
    expect(finished).toMatchObject([{ outcome: 'delivered', attempts: 4 }]);
    expect(trace.filter((line) => line === 'send a0-1')).toHaveLength(4);
  });

  it('gives up when time is over, notes why, and goes on with the next', async () => {
    let calls = 0;
    const { finished } = await run(
      async () => {
        if (calls++ === 0) throw busy();
      },
      { given: notifications(2), maxBatch: 1, retryForMs: 0 },
    );
    expect(finished).toMatchObject([
      { outcome: 'failed', code: 'OUTGOING_STATUS_500', attempts: 1 },
      { outcome: 'delivered' },
    ]);
  });

  it('does not repeat what the receiver refuses for good', async () => {
    const { finished } = await run(
      async () => {
        throw new LinewatchError('OUTGOING_STATUS_400', 'no');
      },
      { given: notifications(1) },
    );
    expect(finished).toMatchObject([{ outcome: 'failed', code: 'OUTGOING_STATUS_400', attempts: 1 }]);
  });

  it('lets no more wait than it has room for, and notes the others as failed', async () => {
    const { finished } = await run(async () => {}, { given: notifications(5), maxWaiting: 3 });
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
    const finished: unknown[] = [];
    const sender = createSender(
      {
        channel: { ...PLAIN, id: 'hook', maxBatch: 1, send: (_, signal) => hang(signal) },
        now: Date.now,
        onSending: async () => {},
        onError: () => {},
        onFinished: async (batch) => void finished.push(batch),
      },
      OPTIONS,
    );
    sender.add(notificationOf(alertOf()));
    const running = sender.run(ended.signal);
    ended.abort();
    await running.catch(() => {});
    expect(finished).toEqual([]);
  });
});

describe('a channel that forgets', () => {
  const a = alertOf({ id: 'a' });
  const b = alertOf({ id: 'b' });

  it('is reminded of what fires, in order with what is new, and also of what it was told before', async () => {
    const ended = new AbortController();
    let now = 0;
    const sent: string[] = [];
    const sender = createSender(
      {
        channel: {
          ...PLAIN,
          id: 'am',
          maxBatch: 10,
          refreshMs: 60_000,
          async send(batch) {
            sent.push(
              batch
                .flatMap(({ alerts }) => alerts)
                .map(({ alert }) => `${alert.id}${alert.state === 'firing' ? '*' : '-'}`)
                .join(' '),
            );
            now += 30_000;
            if (sent.length === 3) sender.add(notificationOf({ ...a, state: 'resolved', version: 2 }));
            if (sent.length === 5) ended.abort();
          },
        },
        now: () => now,
        onSending: async () => {},
        onError: () => {},
        onFinished: async () => {},
      },
      OPTIONS,
    );
    sender.know([a]);
    sender.add(notificationOf(b));
    await sender.run(ended.signal).catch(() => {});
    expect(sent).toEqual(['a*', 'b*', 'a* b*', 'a-', 'b*']);
  });
});

function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}
