import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry } from '../../../services/evaluation/journal/entry.ts';
import { type Journal, journalOf } from '../../../services/evaluation/journal/journal.ts';
import { type QueryAppForTests, startQueryApp } from '../../query/support/query-app.ts';

const NOW = Date.UTC(2026, 2, 2);
let app: QueryAppForTests;
let journal: Journal;

beforeAll(async () => {
  app = await startQueryApp(NOW);
  journal = journalOf(app.clickhouse);
});
afterAll(() => app.stop());

function entry(version: number, more: Partial<Entry> = {}): Entry {
  return {
    kind: 'goal',
    id: 'csat',
    version,
    at: NOW,
    by: 'lena',
    what: 'set',
    body: { target: 0.9 },
    ...more,
  };
}

describe('the journal', () => {
  it('gives back what was written, in order, each subject by itself', async () => {
    await journal.append(entry(1));
    await journal.append(entry(2, { body: { target: 0.95, note: '满意' } }));
    await journal.append(entry(1, { id: 'aht' }));
    expect(await journal.read('goal', 'csat')).toEqual([
      entry(1),
      entry(2, { body: { target: 0.95, note: '满意' } }),
    ]);
    expect(await journal.read('goal')).toHaveLength(3);
    expect(await journal.read('round')).toEqual([]);
  });

  it('refuses what is not the next version', async () => {
    for (const version of [1, 4]) {
      await expect(journal.append(entry(version, { id: 'csat' }))).rejects.toMatchObject({
        code: 'CHANGED_MEANWHILE',
      });
    }
    expect(await journal.read('goal', 'csat')).toHaveLength(2);
  });

  it('lets one of several that write the same version at once through, and tells the others', async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => journal.append(entry(1, { kind: 'round', id: 'r', body: i }))),
    );
    const written = tries.flatMap(({ status }, i) => (status === 'fulfilled' ? [i] : []));
    const entries = await journal.read('round', 'r');
    expect(entries).toHaveLength(1);
    expect(written).toEqual([entries[0]!.body]);
  });
});
