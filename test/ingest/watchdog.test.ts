import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createWatchdog } from '../../services/ingest/insistence.ts';

describe('the watchdog', () => {
  it('names the call that does not come back, once', async () => {
    const stalled: string[] = [];
    const told = new Promise<void>((resolve) => {
      const watchdog = createWatchdog(
        20,
        (name) => {
          stalled.push(name);
          resolve();
        },
        5,
      );
      watchdog.watch('facts');
      watchdog.watch('events');
    });
    await told;
    await sleep(50);
    expect(stalled).toEqual(['facts']);
  });

  it('says nothing of calls that come back, however many there are', async () => {
    const stalled: string[] = [];
    const watchdog = createWatchdog(1_000, (name) => stalled.push(name), 5);
    for (let i = 0; i < 20; i++) {
      const returned = watchdog.watch('facts');
      await sleep(5);
      returned();
    }
    watchdog.close();
    expect(stalled).toEqual([]);
  });
});
