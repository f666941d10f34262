import { existsSync } from 'node:fs';
import { mkdir, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Names the folder of a whole run of tests, which `run-folder.ts` makes and removes. */
export const RUN_FOLDER = 'LINEWATCH_TEST_RUN';
/** Names the process that is there as long as the run. */
export const RUN_PROCESS = 'LINEWATCH_TEST_RUN_PROCESS';

/** What the shared ClickHouse said when it started: a file of the folder. */
export const SHARED_CLICKHOUSE = 'clickhouse.json';

/**
 * Makes what several files of a run need, in whichever process needs it first; the others wait for that. Outside of such
 * a run it is made each time.
 *
 * @param name the same for nothing else
 * @param make what it makes stays until the run is over
 */
export async function onceARun(name: string, make: () => Promise<void>): Promise<void> {
  const run = process.env[RUN_FOLDER];
  if (run === undefined) return make();
  const made = path.join(run, `${name}.made`);
  const making = path.join(run, `${name}.making`);
  while (!existsSync(made)) {
    const isMine = await mkdir(making).then(
      () => true,
      () => false,
    );
    if (!isMine) {
      await sleep(50);
      continue;
    }
    try {
      // Whoever was there before may have come to its end since.
      if (!existsSync(made)) await make();
      await writeFile(made, '');
    } finally {
      await rmdir(making);
    }
  }
}
