import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listen } from '../../../dashboards/viewer/src/data/stream.ts';

describe('the stream', () => {
  const states: boolean[] = [];
  const handlers = { onLive() {}, onAlert() {}, onState: (connected: boolean) => states.push(connected) };

  beforeEach(() => {
    states.length = 0;
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  async function askedWithin(ms: number, status: number): Promise<number> {
    const fetch = vi.fn(async () => new Response(null, { status }));
    vi.stubGlobal('fetch', fetch);
    vi.stubGlobal('sessionStorage', { getItem: () => null });
    const stop = listen('/api/v1/stream', handlers);
    await vi.advanceTimersByTimeAsync(ms);
    stop();
    return fetch.mock.calls.length;
  }

  it('is asked for again after a loss, and the loss is told', async () => {
    expect(await askedWithin(8_000, 503)).toBe(4);
    expect(new Set(states)).toEqual(new Set([false]));
  });

  it('is not asked for again by who may not hear it, for whom nothing is lost', async () => {
    expect(await askedWithin(60_000, 403)).toBe(1);
    expect(states).toEqual([]);
  });
});
