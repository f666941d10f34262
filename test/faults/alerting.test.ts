import { expect, it } from 'vitest';
import { killAlerting } from './alerting-kills.ts';
import { createDice } from './random.ts';
import { resultLines } from './result.ts';

const KILLS = 5;

it(`alerting, killed ${KILLS} times while targets come due, tells of every breach once and of nothing else`, async () => {
  const result = await killAlerting({
    kills: KILLS,
    dice: createDice(1),
    sessionTimeoutMs: 6_000,
  });
  for (const line of resultLines([result])) process.stdout.write(`${line}\n`);
  expect(result.violations).toEqual([]);
  expect(result.kills).toBe(KILLS);
});
