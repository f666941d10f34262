import { Registry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../schemas/types.ts';
import type { Act } from '../../services/audit/act.ts';
import {
  type Audit,
  type AuditOptions,
  createAudit,
  DEFAULT_AUDIT_OPTIONS,
} from '../../services/audit/audit.ts';
import { createChain } from '../../services/audit/chain.ts';
import { createAuditMetrics } from '../../services/audit/metrics.ts';
import type { KeyedValue } from '../../services/lib/kafka/producer.ts';
import type { Log } from '../../services/lib/log.ts';
import { waitUntil } from '../support/product.ts';

const opened = (id: string): Act => ({
  what: 'conversation.opened',
  outcome: 'done',
  who: 'mona',
  role: 'manager',
  subjects: { kind: 'conversation', ids: [id] },
});

describe('the audit log of a process', () => {
  let kept: AuditEntry[];
  let errors: { entry?: AuditEntry; why?: string }[];
  let metrics: Registry;
  let audit: Audit;
  /** What Kafka does next; null: it takes what comes. */
  let fault: (() => Promise<void>) | null;

  function start(options: Partial<AuditOptions> = {}): void {
    kept = [];
    errors = [];
    fault = null;
    metrics = new Registry();
    const send = async (values: readonly KeyedValue[]) => {
      if (fault !== null) await fault();
      kept.push(...values.map(({ value }) => value as AuditEntry));
    };
    audit = createAudit(
      {
        producer: Promise.resolve({ send }),
        chain: createChain('query', () => 0),
        metrics: createAuditMetrics(metrics, 'query'),
        log: { error: (fields: object) => errors.push(fields) } as unknown as Log,
      },
      { ...DEFAULT_AUDIT_OPTIONS, backoff: { minMs: 1, maxMs: 2 }, closeMs: 50, sureMs: 50, ...options },
    );
  }
  afterEach(() => audit.close());

  const away = () => Promise.reject(new Error('Kafka is away'));
  const figure = async (name: string) => (await metrics.getSingleMetric(name)!.get()).values[0]?.value;
  const idsOf = (entries: readonly AuditEntry[]) => entries.flatMap(({ subjects }) => subjects);

  it('keeps all in their order, those of an outage too, and says once that there was one', async () => {
    start({ maxBatch: 2 });
    fault = away;
    for (const id of ['a', 'b', 'c']) audit.note(opened(id));
    await waitUntil(async () => (await figure('linewatch_audit_failed_writes_total'))! > 3);
    expect(errors).toHaveLength(1);
    fault = null;
    audit.note(opened('d'));
    await waitUntil(() => kept.length === 4);
    expect(idsOf(kept)).toEqual(['a', 'b', 'c', 'd']);
    expect(kept.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(await figure('linewatch_audit_lost_entries_total')).toBe(0);
  });

  it('goes on after it was idle', async () => {
    start();
    for (const [i, id] of ['a', 'b', 'c'].entries()) {
      await audit.sure(opened(id));
      expect(kept).toHaveLength(i + 1);
    }
  });

  it('loses nothing silently where too many wait: the log has it, a metric counts it, the chain misses it', async () => {
    start({ maxWaiting: 2 });
    fault = away;
    for (const id of ['a', 'b', 'c']) audit.note(opened(id));
    expect(errors.filter(({ entry }) => entry).map(({ entry, why }) => [entry!.subjects, why])).toEqual([
      [['c'], 'too many wait'],
    ]);
    expect(await figure('linewatch_audit_lost_entries_total')).toBe(1);
    fault = null;
    await waitUntil(() => kept.length === 2);
    await audit.sure(opened('d'));
    expect(kept.map(({ seq }) => seq)).toEqual([1, 2, 4]);
  });

  it('is bounded by what entries hold too', async () => {
    start({ maxWaitingBytes: 100_000 });
    fault = away;
    const ids = Array.from({ length: 1_000 }, (_, i) => `conversation-${i}`);
    for (let i = 0; i < 20; i++) audit.note({ ...opened(''), subjects: { kind: 'conversation', ids } });
    expect(await figure('linewatch_audit_lost_entries_total')).toBeGreaterThan(10);
  });

  it('refuses whoever has to be sure while Kafka is away or hangs', async () => {
    start();
    for (const how of [away, () => new Promise<void>(() => {})]) {
      fault = how;
      await expect(audit.sure(opened('a'))).rejects.toMatchObject({
        code: 'AUDIT_UNAVAILABLE',
        problem: { status: 503 },
      });
    }
  });

  it('ends in time, and what is left then is in the log', async () => {
    start();
    fault = away;
    audit.note(opened('a'));
    await audit.close();
    audit.note(opened('b'));
    expect(idsOf(errors.flatMap(({ entry }) => entry ?? []))).toEqual(['a', 'b']);
    expect(await figure('linewatch_audit_lost_entries_total')).toBe(2);
  });

  it('is counted by service where several share a process', async () => {
    start();
    createAuditMetrics(metrics, 'collector').lost();
    const text = await metrics.metrics();
    expect(text).toContain('linewatch_audit_lost_entries_total{service="query"} 0');
    expect(text).toContain('linewatch_audit_lost_entries_total{service="collector"} 1');
  });
});
