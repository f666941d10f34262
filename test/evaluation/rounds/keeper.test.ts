import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import { createRoundKeeper } from '../../../services/evaluation/rounds/keeper.ts';
import type { ClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { LinewatchError } from '../../../services/lib/errors.ts';
import { createLog } from '../../../services/lib/log.ts';

const FIVE_MINUTES = 300_000;

/** A server that answers a look only when it is told to. */
function slowServer() {
  const looks: { answer(): void; fail(): void }[] = [];
  const query = () =>
    new Promise((resolve, reject) => {
      looks.push({
        answer: () => resolve([]),
        fail: () => reject(new LinewatchError('CLICKHOUSE_UNREACHABLE', 'away', { retriable: true })),
      });
    });
  return { looks, clickhouse: { query } as unknown as ClickHouse };
}

describe('the keeper of rounds', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function keeperOn(clickhouse: ClickHouse) {
    const center = parseContactCenter('', 'test.yaml');
    return createRoundKeeper({
      clickhouse,
      center: () => center,
      now: Date.now,
      log: createLog({ level: 'silent' }),
    });
  }

  it('looks again some minutes after a look has ended, and never twice at once', async () => {
    const { looks, clickhouse } = slowServer();
    const keeper = keeperOn(clickhouse);
    keeper.start();
    expect(looks).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(10 * FIVE_MINUTES);
    expect(looks).toHaveLength(1);
    looks[0]!.answer();
    await vi.advanceTimersByTimeAsync(FIVE_MINUTES);
    expect(looks).toHaveLength(2);
    looks[1]!.answer();
    await keeper.close();
  });

  it('goes on after the server was away', async () => {
    const { looks, clickhouse } = slowServer();
    const keeper = keeperOn(clickhouse);
    keeper.start();
    looks[0]!.fail();
    await vi.advanceTimersByTimeAsync(FIVE_MINUTES);
    expect(looks).toHaveLength(2);
    looks[1]!.answer();
    await keeper.close();
  });

  it('closes once a look that is under way has ended, and looks no more', async () => {
    const { looks, clickhouse } = slowServer();
    const keeper = keeperOn(clickhouse);
    keeper.start();
    let closed = false;
    const closing = keeper.close().then(() => {
      closed = true;
    });
    await vi.advanceTimersByTimeAsync(FIVE_MINUTES);
    expect(closed).toBe(false);
    looks[0]!.answer();
    await closing;
    await vi.advanceTimersByTimeAsync(2 * FIVE_MINUTES);
    expect(looks).toHaveLength(1);
  });
});
