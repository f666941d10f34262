import { describe, expect, it } from 'vitest';
import { createCheckpoints } from '../../services/simulator/checkpoints.ts';
import type { SimulatorState } from '../../services/simulator/state.ts';

const BEGUN: SimulatorState = {
  seed: 1,
  profile: 'abc',
  historyStart: 0,
  historyEnd: 50_000,
  sentThrough: 0,
};

function setUp(save: (state: SimulatorState) => Promise<void>) {
  let now = 1_000_000;
  const clock = { now: () => now, sleepUntil: async () => {} };
  const checkpoints = createCheckpoints(BEGUN, { load: async () => null, save }, clock, { warn() {} });
  const pass = (ms: number) => {
    now += ms;
  };
  return { checkpoints, pass };
}

describe('checkpoints', () => {
  it('claim what occurred before the last acknowledged event, not the rest of its millisecond', async () => {
    const saved: number[] = [];
    const { checkpoints } = setUp(async ({ sentThrough }) => void saved.push(sentThrough));
    checkpoints.advance(7_000, 10);
    await checkpoints.flush();
    expect(saved).toEqual([7_000]);
  });

  it('are saved when a second has passed or many events are at stake, not with every batch', async () => {
    const saved: number[] = [];
    const { checkpoints, pass } = setUp(async ({ sentThrough }) => void saved.push(sentThrough));
    checkpoints.advance(1, 10);
    checkpoints.advance(2, 10);
    pass(1_000);
    checkpoints.advance(3, 10);
    await Promise.resolve();
    checkpoints.advance(4, 10);
    checkpoints.advance(5, 20_000);
    await checkpoints.flush();
    expect(saved).toEqual([3, 5]);
  });

  it('of what is over say how far conversations were opened, until all of it is there', async () => {
    const saved: SimulatorState[] = [];
    const { checkpoints } = setUp(async (state) => void saved.push(state));
    checkpoints.opened({ to: 50_000, openedThrough: 7_000 }, 10);
    await checkpoints.flush();
    checkpoints.advance(50_000, 0);
    await checkpoints.flush();
    expect(saved).toEqual([
      { ...BEGUN, catchingUp: { to: 50_000, openedThrough: 7_000 } },
      { ...BEGUN, sentThrough: 50_000 },
    ]);
  });

  it('that could not be saved are saved with the next', async () => {
    const saved: number[] = [];
    let full = true;
    const { checkpoints } = setUp(async ({ sentThrough }) => {
      if (full) throw new Error('disk full');
      saved.push(sentThrough);
    });
    checkpoints.advance(1, 10);
    await checkpoints.flush();
    full = false;
    await checkpoints.flush();
    expect(saved).toEqual([1]);
  });
});
