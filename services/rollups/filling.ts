import type { Parameters } from '../lib/clickhouse/client.ts';
import type { Cut } from './cuts.ts';

/** What is summed up of days. */
export const DAYS_TABLE = 'rollup_days';

/** What a day has of what is kept of its hours. */
export type OfDay = {
  /** Where it is kept, if not with the hours. */
  table?: string;
  /** Its cuts, if not those of the hours: each is made of the first cut of hours that tells as much apart. */
  cuts?: readonly Cut[];
} & (
  | {
      /** What tells cells apart is the same: the rest is put together. */
      kind: 'together';
      merge: Readonly<Record<string, Merge>>;
    }
  | {
      /** Each cell stays, but for those that no question of the whole day counts: SQL, `hour` being its begin. */
      kind: 'each';
      where: string;
    }
);
export type Merge = 'sum' | 'min' | 'max';

/** The cells of some hours in one of the tables. */
export interface Filling {
  table: string;
  /** SQL. */
  name: string;
  cuts: readonly Cut[];
  /** Columns that tell cells apart. */
  dimensions: readonly string[];
  kept: readonly string[];
  /** Not given: days have nothing of it. */
  day?: OfDay;
  /** SQL of `hour`, `cut`, `c_<dimension>` and `k_<kept>`. */
  cells: string;
  /** What it binds of its own. */
  params: Parameters;
}
