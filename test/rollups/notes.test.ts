import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Difference } from '../../services/domain/measure/difference.ts';
import type { Fact } from '../../services/domain/measure/fact.ts';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { HOUR_MS, hourOf, strikeRows, touchedHours } from '../../services/rollups/notes.ts';
import { type DatabaseForTests, startDatabaseForTests } from '../support/database.ts';

const BEGIN = Date.UTC(2024, 2, 4);
const at = (hours: number) => BEGIN + hours * HOUR_MS;

function fact(name: Fact['fact'], begin: number, end: number | null): Fact {
  return { fact: name, at: at(begin), endedAt: end === null ? null : at(end) } as Fact;
}

describe('the hours that a unit of ingest touches', () => {
  let database: DatabaseForTests;
  let clickhouse: ClickHouse;

  beforeAll(async () => {
    database = await startDatabaseForTests(`notes_${process.pid}`);
    ({ clickhouse } = database);
  });
  afterAll(() => database?.stop());
  beforeEach(() => clickhouse.command('TRUNCATE TABLE dirty_hours'));

  async function write(change: Partial<Difference>, now = at(100)): Promise<void> {
    const touched = touchedHours();
    touched.add({ upserts: [], tombstones: [], moved: [], ...change });
    await clickhouse.insert('dirty_hours', touched.rows(now));
  }

  async function notes(): Promise<string[]> {
    const rows = await clickhouse.query<{ note: string }>({
      sql: `SELECT concat(what, ' ', toString(intDiv(toUnixTimestamp64Milli(hour) - {begin:Int64}, ${HOUR_MS}))) AS note
        FROM dirty_hours FINAL WHERE struck = 0 ORDER BY note`,
      params: { begin: BEGIN },
    });
    return rows.map(({ note }) => note);
  }

  it('begin on the hour', () => {
    expect(hourOf(at(3))).toBe(at(3));
    expect(hourOf(at(4) - 1)).toBe(at(3));
  });

  it('are those of begins and ends, of what is new, of what is gone, and of where an end was before', async () => {
    await write({
      upserts: [fact('queue_spell', 1.2, 3), fact('queue_spell', 1.9, null)],
      tombstones: [fact('bot_session', 5, 5)],
      moved: [fact('queue_spell', 1.2, 7), fact('queue_spell', 1.9, null)],
    });
    expect(await notes()).toEqual([
      'bot_session end 5',
      'bot_session start 5',
      'queue_spell end 3',
      'queue_spell end 7',
      'queue_spell start 1',
    ]);
  });

  it('are those that are over: the others are rolled up later anyway', async () => {
    await write({ upserts: [fact('queue_spell', 1.5, 2.5), fact('queue_spell', 3.5, 1_500_000)] }, at(2.9));
    expect(await notes()).toEqual(['queue_spell start 1']);
  });

  it('are noted by each unit anew: a note that comes between reading and striking stays', async () => {
    await write({ upserts: [fact('queue_spell', 1, null)] });
    const [read] = await clickhouse.query<{ unit: string }>({
      sql: 'SELECT unit FROM dirty_hours',
      params: {},
    });
    await write({ upserts: [fact('queue_spell', 1, null)] });
    const rows = strikeRows();
    rows.columns.what.add('queue_spell start');
    rows.columns.hour.add(at(1));
    rows.columns.unit.add(read!.unit);
    rows.columns.struck.add(1);
    await clickhouse.insert('dirty_hours', rows);
    expect(await notes()).toEqual(['queue_spell start 1']);
  });
});
