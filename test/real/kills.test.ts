import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareWithFaultless, killIngest, STEPS } from '../faults/kills.ts';
import { createStage, type Stage } from '../faults/stage.ts';

/** Two of three kills come at a step of the guarantee: once round all of them. */
const KILLS = Math.ceil((STEPS.length * 3) / 2);
const LANES = 3;

describe('ingest on Apache Kafka, killed again and again', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await createStage(1);
  });
  afterAll(() => stage?.close());

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
