import type { ClickHouseClient } from '@clickhouse/client';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { questions, stored } from '../metrics/arbitrary.ts';
import { told } from '../metrics/told.ts';
import { type DatabaseForTests, startDatabaseForTests } from '../support/database.ts';
import { comparedWithFacts, compareWithFacts, FROM_ROLLUPS } from './support/compare.ts';
import { halves, storeAgents } from './support/stored-agents.ts';
import { empty, now, refreshAll, store } from './support/stored-late.ts';

const FEW = 16;
/** So many questions at least (`.ci/run` asks 180, ROLLUP_CASES=5000 more). */
const CASES = Number(process.env.ROLLUP_CASES ?? FEW);
/** About as many are asked of each set of facts: every fourth one of a round. */
const QUESTIONS = Math.floor(fc.sample(questions, 1)[0]!.length / 4);

describe('an answer from roll-ups', () => {
  let database: DatabaseForTests;
  let clickhouse: ClickHouse;
  let client: ClickHouseClient;

  beforeAll(async () => {
    database = await startDatabaseForTests(`rollups_${process.pid}`);
    ({ clickhouse, client } = database);
  });
  afterAll(() => database?.stop());

  it(`is that of facts, late ones included, and percentiles lie within the stated error (${CASES} questions)`, async () => {
    let used = 0;
    let usedDays = 0;
    await fc.assert(
      fc.asyncProperty(stored, questions, fc.nat(11), async ({ facts, ...news }, all, place) => {
        const round = all.filter((_, i) => i % 4 === place % 4);
        const third = place % 3;
        await empty(clickhouse);
        // Facts are replaced, deleted and added in hours that are rolled up already.
        const half = Math.ceil(facts.length / 2);
        const first = told(facts.slice(0, half));
        const [early, late] = halves(news);
        await store(client, first);
        await storeAgents(database, early);
        // Days that are out of date afterwards, where there is time for them (`days.test.ts` has them too).
        await refreshAll(clickhouse, now, CASES > FEW ? undefined : Number.POSITIVE_INFINITY);
        await store(client, told(facts.slice(half), first));
        await storeAgents(database, late);
        // What has changed since is read anew, as long as that is little.
        for (const asked of round.filter((_, i) => i % 9 === third))
          await compareWithFacts(clickhouse, asked, { ...FROM_ROLLUPS, readAnew: Number.POSITIVE_INFINITY });
        await refreshAll(clickhouse);
        for (const [i, asked] of round.entries()) {
          // Of two thirds the question comes when all of the range is settled.
          const asking = i % 3 === third ? asked : { ...asked, now: now() };
          const answered = await comparedWithFacts(clickhouse, asking, FROM_ROLLUPS);
          if (answered.used) used++;
          if (answered.usedDays) usedDays++;
        }
      }),
      {
        numRuns: Math.ceil(CASES / QUESTIONS),
        endOnFailure: true,
        // The facts would fill pages; the seed gives them again.
        reporter({ failed, seed, errorInstance }) {
          if (failed) throw new Error(`with seed ${seed}`, { cause: errorInstance });
        },
      },
    );
    // Answers that come from facts all the same would agree about anything.
    expect(used).toBeGreaterThan(CASES / 8);
    expect(usedDays).toBeGreaterThan(CASES / 16);
  });
});
