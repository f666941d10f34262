import type { ClickHouse, Parameters, Query } from '../../lib/clickhouse/client.ts';
import { anchorOf, behind, type Metric } from '../../metrics/definition/metric.ts';
import { isOfEnd, spellsOf } from '../../metrics/depths.ts';
import { conditionSql } from '../../metrics/evaluate/sql.ts';
import { filterSql } from '../../metrics/filters.ts';
import { openAtEnd, openWithin } from '../../metrics/rows/depth.ts';
import { factTable } from '../../metrics/rows/facts.ts';
import type { RangeRequest } from '../../metrics/rows/source.ts';

/** A fact that a figure is made of. Times are ISO 8601, UTC; durations ms. */
export interface BehindRow {
  conversationId: string;
  fact: string;
  at: string;
  endedAt: string | null;
  state: string;
  label: string;
  valueMs: number;
  businessMs: number;
  targetMs: number;
  score: number;
  /** Best possible answer of a rating; 0 where there is none. */
  scale: number;
  queue: string;
  channel: string;
  team: string;
  agent: string;
  priority: string;
  customerTier: string;
}

/** Where a page ends: the key of its last row. */
export interface Cursor {
  at: number;
  conversationId: string;
  fact: string;
  seq: number;
}

export interface BehindRequest extends Omit<RangeRequest, 'starts' | 'groupBy'> {
  metric: Metric;
  anchor?: 'start' | 'end';
  after: Cursor | null;
  limit: number;
}

type Row = Omit<BehindRow, 'at' | 'endedAt'> & { at_ms: number; ended_ms: number; seq: number };

/**
 * The facts behind a figure and the cursor of the next page; null if there is none. Newest first; of those that are open
 * at an instant the oldest first, as who has waited longest is whom one looks for.
 */
export async function queryBehind(
  clickhouse: ClickHouse,
  request: BehindRequest,
): Promise<{ rows: BehindRow[]; next: Cursor | null }> {
  const found = await clickhouse.query<Row>(behindQuery(request));
  const rows = found.slice(0, request.limit);
  const last = rows.at(-1);
  const isMore = found.length > request.limit && last !== undefined;
  return {
    rows: rows.map(({ at_ms, ended_ms, seq: _, ...row }) => ({
      ...row,
      at: new Date(at_ms).toISOString(),
      endedAt: ended_ms === 0 ? null : new Date(ended_ms).toISOString(),
    })),
    next: isMore
      ? { at: last.at_ms, conversationId: last.conversationId, fact: last.fact, seq: last.seq }
      : null,
  };
}

function behindQuery(request: BehindRequest): Query {
  const { after } = request;
  const { table, where, params } = factsOf(request);
  const [beyond, order] = isOfEnd(request.metric) ? ['>', 'ASC'] : ['<', 'DESC'];
  if (after !== null) {
    where.push(
      `(toUnixTimestamp64Milli(at), conversation_id, fact::String, seq) ${beyond} ({after_at:Int64}, {after_id:String}, {after_fact:String}, {after_seq:UInt32})`,
    );
  }
  return {
    sql: `SELECT conversation_id AS conversationId, fact, seq, toUnixTimestamp64Milli(at)::Float64 AS at_ms,
  toUnixTimestamp64Milli(ended_at)::Float64 AS ended_ms, state, label, value_ms::Float64 AS valueMs,
  business_ms::Float64 AS businessMs, target_ms::Float64 AS targetMs, score, scale, queue, channel, team, agent, priority,
  customer_tier AS customerTier
FROM ${table}
WHERE ${where.map((condition) => `(${condition})`).join(' AND ')}
ORDER BY at ${order}, conversation_id ${order}, fact ${order}, seq ${order}
LIMIT {limit:UInt32}`,
    params: {
      ...params,
      limit: request.limit + 1,
      ...(after === null
        ? {}
        : {
            after_at: after.at,
            after_id: after.conversationId,
            after_fact: after.fact,
            after_seq: after.seq,
          }),
    },
  };
}

function factsOf(request: BehindRequest): { table: string; where: string[]; params: Parameters } {
  const { metric } = request;
  switch (metric.kind) {
    case 'facts':
    case 'fcr': {
      const anchor = metric.kind === 'fcr' ? 'end' : anchorOf(metric, request.anchor);
      const { table, where, params } = factTable({ facts: metric.facts, anchor }, request, true);
      return { table, where: [...where, conditionSql(behind(metric))], params };
    }
    case 'depth': {
      const { from, to, now, filters } = request;
      const { fact, where } = spellsOf(metric);
      const filter = filterSql(filters);
      return {
        table: 'facts FINAL',
        where: [...(isOfEnd(metric) ? openAtEnd(where) : openWithin(where, request)), ...filter.conditions],
        params: { ...filter.params, fact, from, to, now },
      };
    }
    case 'agents':
      throw new Error('time of agents has no conversations behind it');
  }
}
