import { setTimeout as sleep } from 'node:timers/promises';
import type { Feed } from './feed.ts';
import type { IngestProcess } from './ingest-control.ts';
import type { Lane } from './lane.ts';
import type { Dice } from './random.ts';
import { createResult, type Result } from './result.ts';

/** The steps of the guarantee: a kill comes just before one of them, or after the last. */
export const STEPS = [
  'announcement',
  'reference',
  'derived',
  'notes',
  'events',
  'dead letters',
  'watermarks',
  'commit',
  'committed',
] as const;

/** Records produced for each kill. */
const CHUNK = 40;

export interface KillOptions {
  feed: Feed;
  lanes: readonly Lane[];
  kills: number;
  dice: Dice;
  onRound?: (kills: number, violations: number) => void;
}

/**
 * Kills ingest again and again, a process a lane at a time: at each step in turn, and every third time at a random
 * moment. After each kill a new process must store everything, and `verify` must find no difference.
 */
export async function killIngest({ feed, lanes, kills, dice, onRound }: KillOptions): Promise<Result[]> {
  const atStep = createResult('SIGKILL between two steps');
  const atRandom = createResult('SIGKILL at a random moment');
  let running: IngestProcess[] = lanes.map((lane) => lane.start());
  await settle(feed, lanes, running);
  let done = 0;
  for (let turn = 0; done < kills; ) {
    const rounds = lanes.map(() => {
      const random = turn % 3 === 2;
      // Turns before this one that were at a step: each step comes in its turn.
      const step = STEPS[(turn - Math.floor(turn / 3)) % STEPS.length]!;
      turn++;
      return { result: random ? atRandom : atStep, step: random ? null : step, afterMs: dice.below(250) };
    });
    rounds.forEach(({ step }, i) => {
      if (step !== null) running[i]!.arm(step, 1);
    });
    await feed.produce(CHUNK + dice.below(CHUNK));
    await Promise.all(
      rounds.map(async ({ step, afterMs, result }, i) => {
        const ingest = running[i]!;
        if (step === null) {
          await sleep(afterMs);
          ingest.process.kill('SIGKILL');
        }
        const why = await ingest.exited;
        result.runs++;
        result.kills++;
        if (why !== 'SIGKILL') result.violations.push(`${lanes[i]!.name}: ended with ${why}`);
      }),
    );
    done += lanes.length;
    running = lanes.map((lane) => lane.start());
    await settle(feed, lanes, running);
    await Promise.all(
      lanes.map(async (lane, i) => {
        const { result, step } = rounds[i]!;
        const differences = await lane.differences(false);
        result.violations.push(...differences.map((line) => `${lane.name}, killed before ${step}: ${line}`));
      }),
    );
    onRound?.(done, atStep.violations.length + atRandom.violations.length);
  }
  await stop(running);
  return [atStep, atRandom];
}

/** Waits until all lanes have stored everything; fails at once if a process ends. */
export async function settle(
  feed: Feed,
  lanes: readonly Lane[],
  running: readonly IngestProcess[],
  timeoutMs?: number,
): Promise<void> {
  await Promise.all(
    lanes.map(async (lane, i) => {
      const ended = running[i]!.exited.then((why) =>
        Promise.reject(new Error(`${lane.name}: ingest ended with ${why}`)),
      );
      ended.catch(() => {});
      await Promise.race([lane.caughtUp(feed.total, running[i]!, timeoutMs), ended]);
    }),
  );
}

export async function stop(running: readonly IngestProcess[]): Promise<void> {
  for (const ingest of running) ingest.process.kill('SIGTERM');
  await Promise.all(running.map((ingest) => ingest.exited));
}

/** Compares every figure of the lanes with those of one that knew no fault. */
export async function compareWithFaultless(
  feed: Feed,
  lanes: readonly Lane[],
  faultless: Lane,
): Promise<Result> {
  const result = createResult('every figure as without faults');
  const ingest = faultless.start();
  await settle(feed, [faultless], [ingest]);
  await stop([ingest]);
  const expected = await faultless.digest();
  for (const lane of [faultless, ...lanes]) {
    result.runs++;
    const digest = await lane.digest();
    if (digest !== expected) result.violations.push(`${lane.name}: ${digest} instead of ${expected}`);
    result.violations.push(...(await lane.differences(true)).map((line) => `${lane.name}: ${line}`));
  }
  return result;
}
