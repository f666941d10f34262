import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOT_DUE } from '../../../services/domain/sla/targets.ts';
import { type QueryAppForTests, startQueryApp } from '../support/query-app.ts';

const OPENED = Date.UTC(2024, 2, 4, 8);
const DUE = OPENED + 3_600_000;

let query: QueryAppForTests;

beforeAll(async () => {
  query = await startQueryApp(DUE);
  await query.clickhouse.command(
    `INSERT INTO conversations (opened_at, conversation_id, stream, version, status, last_event_at)
SELECT fromUnixTimestamp64Milli({opened:Int64}), 'c-1', 'tickets', 1, 'pending', fromUnixTimestamp64Milli({opened:Int64})`,
    { opened: OPENED },
  );
  await query.clickhouse.command(
    `INSERT INTO facts (fact, at, conversation_id, stream, seq, version, is_deleted, began_at, ended_at, state, label, opened_at)
SELECT 'sla_target', fromUnixTimestamp64Milli([{due:Int64}, {notDue:Int64}][number + 1]), 'c-1', 'tickets', number, 1, 0,
  fromUnixTimestamp64Milli({opened:Int64}), fromUnixTimestamp64Milli(0::Int64), ['active', 'paused'][number + 1],
  'first_resolution', fromUnixTimestamp64Milli({opened:Int64})
FROM numbers(2)`,
    { opened: OPENED, due: DUE, notDue: NOT_DUE },
  );
  await query.clickhouse.command(
    `INSERT INTO events (opened_at, conversation_id, stream, occurred_at, event_id, type, record_id, record_version, body)
SELECT fromUnixTimestamp64Milli({opened:Int64}), 'c-1', 'tickets', fromUnixTimestamp64Milli({opened:Int64}), event.1, 'deleted', event.2,
  event.3, '{"type":"deleted"}'
FROM (SELECT arrayJoin([('none', '', 0), ('r:1', 'r', 1), ('r:2a', 'r', 2), ('r:2b', 'r', 2), ('other:1', 'other', 1)]) AS event)`,
    { opened: OPENED },
  );
});
afterAll(() => query?.stop());

describe('a conversation', () => {
  it('says when its targets are due, and that one that is paused is due at no time', async () => {
    const { facts } = JSON.parse(await query.get('/api/v1/conversations/c-1'));
    expect(facts).toMatchObject([
      { state: 'active', at: new Date(DUE).toISOString() },
      { state: 'paused', at: null, began_at: new Date(OPENED).toISOString() },
    ]);
  });

  it('shows the events that count: of a record that was corrected, those of its last version', async () => {
    const { events } = JSON.parse(await query.get('/api/v1/conversations/c-1'));
    const ids = events.map(({ event_id }: { event_id: string }) => event_id);
    expect(ids).toEqual(['none', 'other:1', 'r:2a', 'r:2b']);
  });
});
