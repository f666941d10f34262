import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareWithFaultless, killIngest } from './kills.ts';
import { createStage, type Stage } from './stage.ts';

const KILLS = 60;
const LANES = 6;

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
    const lanes = await Promise.all(Array.from({ length: LANES }, (_, i) => lane(`lane-${i + 1}`)));
    const results = await killIngest({ feed, lanes, kills: KILLS, dice });
    results.push(await compareWithFaultless(feed, lanes, faultless));
    expect(results.flatMap((result) => result.violations)).toEqual([]);
    expect(results.reduce((sum, { kills }) => sum + kills, 0)).toBeGreaterThanOrEqual(KILLS);
  });
});
