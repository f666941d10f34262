import { Registry } from 'prom-client';
import { loadContactCenter } from '../../../services/center/contact-center.ts';
import { createQueryApp } from '../../../services/query/app.ts';
import type { BenchServers } from '../servers.ts';
import { createMeter, type Metered, type Spent } from './meter.ts';
import { panelAddresses, RANGES, type Range } from './panels.ts';

const STATEMENT_MS = 120_000;

/** What the statements of a panel take of the engine. */
export interface PanelCost {
  panel: string;
  statements: number;
  /** Read by all of them. */
  rows: number;
  bytes: number;
  /** Of the one that takes most, bytes. */
  memory: number;
  /** The engine's time, one after the other, ms. */
  ms: number;
  /** The one that reads most rows. */
  most: Spent | null;
  /** Statements that the engine refused. */
  failed: number;
}

/**
 * Asks each panel once more, of a query service whose statements run one by one: in the other rounds they run side by
 * side, as in life. The engine's caches are as warm as they were there.
 */
export async function measureCosts(servers: BenchServers): Promise<Record<Range, PanelCost[]>> {
  const { clickhouse, embedded, environment, context } = servers;
  const meter = createMeter({
    clickhouse,
    url: embedded.clickhouseUrl,
    database: environment.CLICKHOUSE_DATABASE,
    requestTimeoutMs: STATEMENT_MS,
  });
  const center = loadContactCenter();
  const now = Date.now();
  const app = await createQueryApp({
    clickhouse: meter.clickhouse,
    center: () => center,
    metrics: new Registry(),
    checks: {},
    log: context.log,
    now: () => now,
  });
  const costs: Partial<Record<Range, PanelCost[]>> = {};
  try {
    for (const range of RANGES) {
      costs[range] = [];
      for (const { address, panel } of panelAddresses(range)) {
        const metered = await meter.measure(() => app.inject({ url: address }));
        costs[range].push(costOf(panel, metered));
      }
    }
  } finally {
    await app.close();
    await meter.close();
  }
  return costs as Record<Range, PanelCost[]>;
}

function costOf(panel: string, { statements, memory }: Metered): PanelCost {
  const sum = (of: 'rows' | 'bytes' | 'ms') => statements.reduce((total, one) => total + one[of], 0);
  const [most] = [...statements].sort((a, b) => b.rows - a.rows);
  return {
    panel,
    statements: statements.length,
    rows: sum('rows'),
    bytes: sum('bytes'),
    memory,
    ms: sum('ms'),
    most: most ?? null,
    failed: statements.filter(({ failed }) => failed !== undefined).length,
  };
}
