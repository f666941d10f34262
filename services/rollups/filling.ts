import type { Parameters } from '../lib/clickhouse/client.ts';
import type { Cut, CutColumn } from './cuts.ts';

/** The cells of some hours in one of the tables. */
export interface Filling {
  table: string;
  /** SQL. */
  name: string;
  cuts: readonly Cut[];
  dimensions: readonly CutColumn[];
  kept: readonly string[];
  /** SQL of `hour`, `cut`, `c_<dimension>` and `k_<kept>`. */
  cells: string;
  /** What it binds of its own. */
  params: Parameters;
}
