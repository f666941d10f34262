import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../services/simulator/clock.ts';

describe('the system clock', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
  afterEach(() => void vi.useRealTimers());

  async function wokenAt(at: number, signal: AbortSignal): Promise<number> {
    await systemClock.sleepUntil(at, signal);
    return Date.now();
  }

  it('wakes at the time, however far away', async () => {
    const woken = wokenAt(1_000_000 + 30 * 86_400_000, new AbortController().signal);
    await vi.advanceTimersByTimeAsync(31 * 86_400_000);
    expect(await woken).toBe(1_000_000 + 30 * 86_400_000);
  });

  it('wakes at once when aborted, before or while it sleeps, and leaves no timer behind', async () => {
    const controller = new AbortController();
    const woken = wokenAt(2_000_000, controller.signal);
    await vi.advanceTimersByTimeAsync(500);
    controller.abort();
    expect(await woken).toBe(1_000_500);
    expect(await wokenAt(2_000_000, controller.signal)).toBe(1_000_500);
    expect(vi.getTimerCount()).toBe(0);
  });
});
