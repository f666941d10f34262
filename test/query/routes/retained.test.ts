import { expect, it, onTestFinished } from 'vitest';
import { applyRetention, type Retention } from '../../../services/lib/clickhouse/retention.ts';
import { startQueryApp } from '../support/query-app.ts';

const NOW = Date.UTC(2026, 5, 1);

/** What `meta` says of questions, where rows are kept so long. */
async function metaOf(retention: Retention, ...questions: string[]) {
  const app = await startQueryApp(NOW);
  onTestFinished(() => app.stop());
  const [row] = await app.clickhouse.query<{ name: string }>({
    sql: 'SELECT currentDatabase() AS name',
    params: {},
  });
  await applyRetention(app.clickhouse, row!.name, retention);
  const metas: { retainedFrom?: string; warnings?: string[] }[] = [];
  for (const question of questions)
    metas.push(JSON.parse(await app.get(`/api/v1/query?to=now&tz=UTC&${question}`)).meta);
  const pipeline = JSON.parse(await app.get('/api/v1/pipeline'));
  return { metas, retentionDays: pipeline.retentionDays };
}

it('an answer says from when on rows are kept where its range begins earlier, and only there', async () => {
  const { metas, retentionDays } = await metaOf(
    { events: 90, facts: 100, agentStates: 120 },
    'metrics=offered&from=now-101d',
    'metrics=offered&from=now-99d',
    'metrics=offered&from=now-60d&compare=previous',
    // Agents' time is made of other rows, which are kept longer.
    'metrics=occupancy&from=now-101d',
    'metrics=occupancy,offered&from=now-101d',
  );
  const cut = {
    retainedFrom: '2026-02-21T00:00:00.000Z',
    warnings: [expect.stringContaining('before rows are kept')],
  };
  const untouched = expect.not.objectContaining({ retainedFrom: expect.anything() });
  expect(metas).toEqual([
    expect.objectContaining(cut),
    untouched,
    expect.objectContaining(cut),
    untouched,
    expect.objectContaining(cut),
  ]);
  expect(retentionDays).toEqual({
    events: 90,
    facts: 100,
    agentStates: 120,
    agentSchedules: null,
    deadLetters: null,
    alerts: null,
  });
});

it('where all is kept nothing is said, however far back a range begins', async () => {
  const { metas } = await metaOf({}, 'metrics=offered&from=2001-01-01');
  expect(metas[0]).not.toHaveProperty('retainedFrom');
  expect(metas[0]).not.toHaveProperty('warnings');
});
