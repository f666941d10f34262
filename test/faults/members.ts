import { setTimeout as sleep } from 'node:timers/promises';
import { STEPS, settle, stop } from './kills.ts';
import { createResult, type Result } from './result.ts';
import type { Stage } from './stage.ts';

const CHUNK = 200;
const SESSION_MS = 2_000;

/**
 * A process stands still in the middle of a unit for longer than its session; another takes its partitions over and
 * goes on; then the first wakes up and carries on with what it was doing.
 */
export async function zombies({ feed, lane }: Stage): Promise<Result[]> {
  const result = createResult('SIGSTOP beyond the session, then SIGCONT');
  const tested = await lane('zombies', { sessionTimeoutMs: SESSION_MS });
  for (const step of STEPS) {
    const first = tested.start();
    await settle(feed, [tested], [first]);
    first.arm(step, 1, 'SIGSTOP');
    await feed.produce(CHUNK);
    await sleep(2 * SESSION_MS);
    const second = tested.start();
    await settle(feed, [tested], [second]);
    await feed.produce(CHUNK);
    first.process.kill('SIGCONT');
    await feed.produce(CHUNK);
    await settle(feed, [tested], [second]);
    // What the sleeper still had to write is written once both have settled on the group's next generation.
    await sleep(2 * SESSION_MS);
    result.runs++;
    result.violations.push(
      ...(await tested.differences(true)).map((line) => `stopped before ${step}: ${line}`),
    );
    await stop([first, second]);
  }
  return [result];
}

/** Consumers come and go under load, by good-bye and by SIGKILL. */
export async function rebalances({ feed, lane }: Stage): Promise<Result[]> {
  const result = createResult('rebalances, 1 to 3 to 2 consumers');
  const tested = await lane('rebalances', { sessionTimeoutMs: SESSION_MS });
  for (; result.runs < 5; result.runs++) {
    const members = [tested.start()];
    let loading = true;
    const load = (async () => {
      while (loading) {
        await feed.produce(50);
        await sleep(20);
      }
    })();
    await members[0]!.ready;
    members.push(tested.start(), tested.start());
    await Promise.all(members.map((one) => one.ready));
    await sleep(1_500);
    const [gone] = members.splice(1, 1);
    if (result.runs % 2 === 0) await stop([gone!]);
    else {
      gone!.process.kill('SIGKILL');
      result.kills++;
    }
    await sleep(1_500);
    loading = false;
    await load;
    await Promise.all([settle(feed, [tested], [members[0]!])]);
    await sleep(SESSION_MS);
    result.violations.push(...(await tested.differences(true)));
    await stop(members);
  }
  return [result];
}
