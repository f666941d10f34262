import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareWithFaultless, killIngest } from './kills.ts';
import { createStage, type Stage } from './stage.ts';

/** `.ci/run` has 60 of them (`FAULT_KILLS`), `npm run faults` the whole matrix. */
const KILLS = Number(process.env.FAULT_KILLS ?? 6);
/** As many kills happen side by side; each then waits for the session of the one that is gone. */
const LANES = Math.min(12, KILLS / 5);
/** So long that processes of a busy machine show a sign of life in time. */
const SESSION_MS = 6_000;

describe('ingest, killed again and again', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await createStage(1);
  });

  afterAll(async () => {
    await stage.close();
  });

  it(`loses nothing and counts nothing twice over ${KILLS} kills`, async () => {
    const { feed, dice, lane } = stage;
    const faultless = await lane('faultless');
    const lanes = await Promise.all(
      Array.from({ length: LANES }, (_, i) => lane(`lane-${i + 1}`, { sessionTimeoutMs: SESSION_MS })),
    );
    const results = await killIngest({ feed, lanes, kills: KILLS, dice });
    results.push(await compareWithFaultless(feed, lanes, faultless));
    expect(results.flatMap((result) => result.violations)).toEqual([]);
    expect(results.reduce((sum, { kills }) => sum + kills, 0)).toBeGreaterThanOrEqual(KILLS);
  });
});
