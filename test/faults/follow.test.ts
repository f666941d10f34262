import { expect, it } from 'vitest';
import { killFollow } from './follow-kills.ts';
import { createDice } from './random.ts';
import { resultLines } from './result.ts';

/** `npm run faults` has 200 kills and 20 rotations. */
const KILLS = Number(process.env.FOLLOW_KILLS ?? 8);
const ROTATIONS = Math.max(4, KILLS / 10);

it(`follow, killed ${KILLS} times while the file is written and rotated ${ROTATIONS} times, loses nothing and tells nothing twice`, async () => {
  const result = await killFollow({
    kills: KILLS,
    rotations: ROTATIONS,
    linesPerSecond: 1_000,
    dice: createDice(1),
    onKill: (kills) => {
      if (kills % 10 === 0) process.stdout.write(`${kills} kills\n`);
    },
  });
  for (const line of resultLines([result])) process.stdout.write(`${line}\n`);
  expect(result.violations).toEqual([]);
  expect(result.kills).toBe(KILLS);
});
