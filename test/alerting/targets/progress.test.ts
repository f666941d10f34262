import { describe, expect, it } from 'vitest';
import { horizonAt } from '../../../services/alerting/targets/progress.ts';

const OPTIONS = { settleMs: 50, confirmWithinMs: 30_000 };

describe('how far due times can be decided', () => {
  it('goes as far as all events are stored, less the time that a reply may be on its way', () => {
    expect(horizonAt(10_000, 9_700, OPTIONS)).toEqual({ until: 9_650, confirmedUntil: 9_650 });
  });

  it('never goes beyond now, however far ahead the clock of ingest is', () => {
    expect(horizonAt(10_000, 12_000, OPTIONS).until).toBe(9_950);
  });

  it('waits for a pipeline that is behind, and then goes on unconfirmed', () => {
    const horizon = horizonAt(100_000, 20_000, OPTIONS);
    expect(horizon).toEqual({ until: 70_000, confirmedUntil: 19_950 });
  });

  it('goes on unconfirmed where ingest has never run', () => {
    expect(horizonAt(100_000, null, OPTIONS)).toEqual({
      until: 70_000,
      confirmedUntil: Number.NEGATIVE_INFINITY,
    });
  });
});
