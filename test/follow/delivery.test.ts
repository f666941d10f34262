import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createDelivery } from '../../services/follow/delivery.ts';
import { LinewatchError } from '../../services/lib/errors.ts';
import type { KeyedValue } from '../../services/lib/kafka/producer.ts';

const VALUES: KeyedValue[] = [{ topic: 'contact.chats', key: 'k', value: {} }];
const OPTIONS = { backoff: { minMs: 1, maxMs: 2 }, lateMs: 60_000 };

function listening() {
  const said: string[] = [];
  const log = {
    info: (text: string) => void said.push(text),
    warn: ({ code }: { code: string }, text: string) => void said.push(`${text}: ${code}`),
  };
  return { said, log: log as never };
}

const onWaiting = () => {};
const never = new AbortController().signal;

describe('what is put on Kafka', () => {
  it('is tried until it is acknowledged; that it waits is said once, and that it goes on', async () => {
    const { said, log } = listening();
    let tries = 0;
    const outlet = {
      async send() {
        if (++tries < 5) throw new LinewatchError('KAFKA_UNAVAILABLE', 'away', { retriable: true });
      },
    };
    const delivery = createDelivery({ outlet, log, onWaiting }, OPTIONS);
    await delivery.deliver(VALUES, never);
    expect(tries).toBe(5);
    expect(said).toEqual([
      'waits for Kafka, and reads no further: KAFKA_UNAVAILABLE',
      'Kafka takes events again',
    ]);
    expect(delivery.isWaiting()).toBe(false);
  });

  it('is said to be waited for where no answer comes at all', async () => {
    const { said, log } = listening();
    let answer: () => void = () => {};
    const outlet = { send: () => new Promise<void>((resolve) => (answer = resolve)) };
    const delivery = createDelivery({ outlet, log, onWaiting }, { ...OPTIONS, lateMs: 20 });
    const delivered = delivery.deliver(VALUES, never);
    while (!delivery.isWaiting()) await sleep(5);
    expect(said).toEqual(['waits for Kafka, and reads no further: LATE']);
    answer();
    await delivered;
    expect(delivery.isWaiting()).toBe(false);
  });

  it('is given up when the process ends', async () => {
    const { log } = listening();
    const stopping = new AbortController();
    const outlet = { send: () => Promise.reject(new Error('away')) };
    const delivered = createDelivery({ outlet, log, onWaiting }, OPTIONS).deliver(VALUES, stopping.signal);
    stopping.abort();
    await expect(delivered).rejects.toThrow();
  });
});
