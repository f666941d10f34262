import { describe, expect, it, onTestFinished } from 'vitest';
import type { ClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { LinewatchError } from '../../../services/lib/errors.ts';
import { startQueryApp } from '../support/query-app.ts';

const NOW = Date.UTC(2026, 5, 1);
const DAY = 86_400_000;

/** A service whose engine has so little memory, or gives up whatever reads facts. */
async function start({ memoryBytes, givesUp }: { memoryBytes?: number; givesUp?: string }) {
  const through = (clickhouse: ClickHouse): ClickHouse => ({
    ...clickhouse,
    async query<Row>(query: Parameters<ClickHouse['query']>[0]) {
      if (memoryBytes !== undefined && query.sql.includes('system.server_settings'))
        return [{ name: 'max_memory_usage', value: String(memoryBytes) }] as Row[];
      if (givesUp !== undefined && /FROM (facts|conversations) FINAL/.test(query.sql))
        throw new LinewatchError(givesUp, 'gave up', { retriable: true });
      return clickhouse.query<Row>(query);
    },
  });
  const app = await startQueryApp(NOW, '', through);
  onTestFinished(() => app.stop());
  return app;
}

describe('a question that is too large', () => {
  it('is refused before it runs, with what it takes and how long a range would be answered', async () => {
    const app = await start({ memoryBytes: 40_000 });
    await app.clickhouse.command(`INSERT INTO facts (fact, at, conversation_id, stream, version, ended_at, state, value_ms, opened_at)
      SELECT 'first_response', fromUnixTimestamp64Milli(${NOW - 20 * DAY} + number * ${(20 * DAY) / 10_000}) AS at,
        toString(number), 'tickets', 1, at, 'done', number, at FROM numbers(10000)`);
    const { statusCode, statusMessage, body } = await app.ask(
      '/api/v1/query?metrics=first_response_p90&from=now-20d&to=now&exact=now&tz=UTC',
    );
    expect(statusCode).toBe(422);
    const problem = JSON.parse(body);
    expect(problem).toMatchObject({
      type: 'about:blank',
      status: 422,
      code: 'QUESTION_TOO_LARGE',
      resource: 'memory',
      rangeDays: 8,
      faults: [
        { path: 'exact', message: expect.stringContaining('leave it out') },
        { path: 'from', message: 'a range of at most 8 days' },
      ],
    });
    expect(problem.detail).toContain('at least');
    // Grafana's panels show no more than the status line.
    expect(statusMessage).toBe(problem.detail);
    expect(
      await app.get('/api/v1/query?metrics=first_response_p90&from=now-8d&to=now&exact=now&tz=UTC'),
    ).toContain('"rows"');
  });

  it.each(['CLICKHOUSE_MEMORY_LIMIT_EXCEEDED', 'CLICKHOUSE_TIMEOUT_EXCEEDED', 'CLICKHOUSE_TOO_MANY_ROWS'])(
    'is answered the same where the engine gives up: %s',
    async (givesUp) => {
      const app = await start({ givesUp });
      const { statusCode, body } = await app.ask(
        '/api/v1/query?metrics=offered,aht&from=now-90d&interval=15m&group_by=agent,priority&compare=previous&percentiles=exact&tz=UTC',
      );
      expect(statusCode).toBe(422);
      const problem = JSON.parse(body);
      expect(problem.code).toBe('QUESTION_TOO_LARGE');
      expect(problem.detail).toMatch(/^It was stopped because .*What would make it answerable: /);
      expect(problem.faults.map(({ path }: { path: string }) => path)).toEqual([
        'percentiles',
        'interval',
        'group_by',
        'compare',
        'metrics',
        'from',
      ]);
      expect(problem).not.toHaveProperty('rangeDays');
    },
  );

  it.each([
    '/api/v1/distribution?metric=aht&from=now-90d',
    '/api/v1/conversations?metric=offered&from=now-90d',
    '/api/v1/workforce/heatmap?metric=offered&from=now-90d',
  ])('is answered the same by other routes of a range: %s', async (url) => {
    const app = await start({ givesUp: 'CLICKHOUSE_MEMORY_LIMIT_EXCEEDED' });
    const { statusCode, body } = await app.ask(url);
    expect([statusCode, JSON.parse(body).faults]).toEqual([
      422,
      [{ path: 'from', message: 'a shorter range' }],
    ]);
  });

  it('is the fault of the servers where the question has no range that could be shorter', async () => {
    const app = await start({ givesUp: 'CLICKHOUSE_MEMORY_LIMIT_EXCEEDED' });
    const { statusCode, body } = await app.ask('/api/v1/conversations/c1');
    expect([statusCode, JSON.parse(body).code]).toEqual([503, 'CLICKHOUSE_MEMORY_LIMIT_EXCEEDED']);
  });
});
