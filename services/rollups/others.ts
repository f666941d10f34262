import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { NAMES } from './names.ts';
import { NOT_SETTLED } from './not-settled.ts';
import { REACH_MS } from './sources.ts';
import { VERSION } from './version.ts';

/**
 * While a version of Linewatch gives way to another, processes with other formulas keep roll-ups of their own, and each
 * strikes notes that the other has not read. So that nobody answers from hours that changed since, who strikes takes from
 * the sources that it does not know the hours that the notes concern; who knows them rolls these up again.
 */
export interface Others {
  /** Makes this process' sources known to the others; before it rolls up anything. */
  appear(): Promise<void>;
  /**
   * Takes hours from the sources of others; before their notes are struck.
   *
   * @param hours begins, UTC ms
   */
  unsettle(hours: readonly number[]): Promise<void>;
}

export function createOthers(clickhouse: ClickHouse): Others {
  let appeared = false;

  return {
    async appear() {
      if (appeared) return;
      await clickhouse.command(
        `INSERT INTO rollup_hours (source, hour, version, facts)
SELECT arrayJoin({names:Array(String)}) AS name, toDateTime(0, 'UTC'), ${VERSION}, ${NOT_SETTLED}
WHERE name NOT IN (SELECT source FROM rollup_hours)`,
        { names: NAMES },
      );
      appeared = true;
    },
    async unsettle(hours) {
      if (hours.length === 0) return;
      // How far a note reaches in a source that is not known here cannot be: as far as in any.
      await clickhouse.command(
        `INSERT INTO rollup_hours (source, hour, version, facts)
SELECT source, hour, ${VERSION}, ${NOT_SETTLED}
FROM (SELECT DISTINCT source FROM rollup_hours WHERE source NOT IN {names:Array(String)}) AS others
CROSS JOIN (
  SELECT DISTINCT toDateTime(noted - 3600 * ago, 'UTC') AS hour, ago > 0 AS is_before
  FROM (SELECT arrayJoin({hours:Array(UInt32)}) AS noted) ARRAY JOIN range({reach:UInt32} + 1) AS ago
  WHERE noted >= 3600 * ago
) AS touched
WHERE NOT is_before OR startsWith(source, 'fcr ')`,
        { names: NAMES, hours: hours.map((hour) => hour / 1_000), reach: REACH_MS / 3_600_000 },
      );
    },
  };
}
