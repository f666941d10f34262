import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { checkRollups, rollUpAgain } from '../rollups/check.ts';
import { createFinding, type Finding } from './finding.ts';

/** Hours of each kind of fact that are summed up anew; all of them are for `rollups check`. */
const SAMPLE = 50;

/**
 * Sums up the facts of some hours anew and compares. Hours that were touched a moment ago, by ingest or a repair, are
 * known to be behind, and are left out until they are recomputed.
 *
 * @param options.repair has sources of which some hour differs rolled up again: only a sample was looked at
 */
export async function checkRolledUp(
  clickhouse: ClickHouse,
  { repair }: { repair: boolean },
  onProgress: (done: number, of: number) => void,
): Promise<Finding> {
  const finding = createFinding('roll-ups against their facts');
  const { hours, differ } = await checkRollups(clickhouse, Date.now, Math.random, {
    sample: SAMPLE,
    signal: new AbortController().signal,
    onProgress,
  });
  finding.examined = hours;
  for (const { source, hour } of differ) finding.differs(`${source} ${new Date(hour).toISOString()}`);
  if (repair) await rollUpAgain(clickhouse, [...new Set(differ.map(({ source }) => source))], Date.now());
  return finding;
}
