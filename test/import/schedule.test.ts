import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AgentScheduled } from '../../schemas/types.ts';
import { eventFaults } from '../../services/domain/events/rules.ts';
import { runImport } from '../../services/import/command.ts';
import { importSchedule, type ScheduleImportOptions } from '../../services/import/schedule.ts';
import { memoryProducer, NO_SYSTEMS, steppedClock, temporaryFolder } from './harness.ts';

const NOW = Date.UTC(2026, 8, 1, 12);
const HEADER = 'agent,activity,starts_at,ends_at\n';

async function run(csv: string, options: Partial<ScheduleImportOptions> = {}) {
  const folder = temporaryFolder();
  const file = join(folder, 'week.csv');
  writeFileSync(file, csv);
  const { producer, events } = memoryProducer();
  const summary = await importSchedule({
    file,
    zone: null,
    plannedAt: NOW,
    producer,
    signal: new AbortController().signal,
    clock: steppedClock(),
    ...options,
  });
  const side = `${file}.rejected.csv`;
  return {
    summary,
    events: events(),
    spans: events().map(({ value }) => {
      const { starts_at, ends_at, activity } = value.event as AgentScheduled;
      const clock = (ms: number) => new Date(ms).toISOString().slice(5, 16);
      return `${'agent_id' in value && value.agent_id} ${activity} ${clock(starts_at)} ${clock(ends_at)}`;
    }),
    rejected: existsSync(side) ? readFileSync(side, 'utf8') : null,
  };
}

describe('a schedule', () => {
  test('becomes scheduled events that pass the rules of events, planned when it was imported', async () => {
    const { events, spans, summary, rejected } = await run(
      `${HEADER}a1,on_queue,2026-09-07T09:00+02:00,2026-09-07T12:00+02:00
a1,break,2026-09-07T12:00+02:00,2026-09-07T12:30+02:00
"b, 2",training,2026-09-07T07:00Z,2026-09-07T08:00Z
`,
    );
    expect(spans).toEqual([
      'a1 on_queue 09-07T07:00 09-07T10:00',
      'a1 break 09-07T10:00 09-07T10:30',
      'b, 2 training 09-07T07:00 09-07T08:00',
      'b, 2 off 09-07T08:00 09-07T10:30',
    ]);
    expect(events.map((event) => event.value.occurred_at)).toEqual([NOW, NOW, NOW, NOW]);
    expect(events.flatMap(eventFaults)).toEqual([]);
    expect(summary).toMatchObject({ rows: 3, imported: 3, rejected: 0, events: 4 });
    expect(rejected).toBeNull();
  });

  test('may have its columns in another order, and others beside them', async () => {
    const { spans } = await run(
      'shift,ends_at,starts_at,agent,activity\nearly,2026-09-07T12:00Z,2026-09-07T09:00Z,a1,meeting\n',
    );
    expect(spans).toEqual(['a1 meeting 09-07T09:00 09-07T12:00']);
  });

  test('of wall-clock times needs a zone: the night when clocks go back has its first reading', async () => {
    const row = 'a1,on_queue,2026-10-24 22:00,2026-10-25 02:30\n';
    const berlin = await run(HEADER + row, { zone: 'Europe/Berlin' });
    expect(berlin.spans).toEqual(['a1 on_queue 10-24T20:00 10-25T00:30']);
    const spring = await run(`${HEADER}a1,on_queue,2026-03-29 02:30,2026-03-29 06:00\n`, {
      zone: 'Europe/Berlin',
    });
    expect(spring.spans).toEqual(['a1 on_queue 03-29T01:30 03-29T04:00']);
    const without = await run(HEADER + row);
    expect(without.summary.rejectedFirst).toEqual([
      { line: 2, code: 'BAD_TIME', reason: 'starts_at: "2026-10-24 22:00" has no offset: say --zone' },
    ]);
  });

  test('rejects faulty rows with their lines, and imports the others', async () => {
    const { summary, spans, rejected } = await run(
      `${HEADER}a1,on_queue,2026-09-07T09:00Z,2026-09-07T12:00Z
a1,break,2026-09-07T11:30Z,2026-09-07T12:30Z
a2,lunch,2026-09-07T09:00Z,2026-09-07T12:00Z
,on_queue,2026-09-07T09:00Z,2026-09-07T12:00Z
a3,on_queue,2026-09-07T12:00Z,2026-09-07T12:00Z
a4,on_queue,2026-09-07T09:00Z,2026-09-09T09:00Z
a5,on_queue,tomorrow,2026-09-07T12:00Z
a5,on_queue,2026-09-07T12:00Z
a5,meeting,,2026-09-07T12:00Z
`,
    );
    expect(summary.rejectedFirst.map(({ line, code, reason }) => `${line} ${code} ${reason}`)).toEqual([
      '3 OVERLAP a1 has something else planned on line 2',
      '4 UNKNOWN_ACTIVITY activity: "lunch" is none of on_queue, break, training, meeting, off',
      '5 MISSING_VALUE agent is empty',
      '6 BAD_TIME ends_at is not after starts_at',
      '7 BAD_VALUE on_queue for more than 24 hours',
      '8 BAD_TIME starts_at: "tomorrow" is no time such as 2026-01-31T09:00',
      '9 COLUMN_COUNT 3 columns, the header has 4',
      '10 MISSING_VALUE starts_at is empty',
    ]);
    expect(spans).toEqual(['a1 on_queue 09-07T09:00 09-07T12:00']);
    expect(summary).toMatchObject({ rows: 9, imported: 1, rejected: 8 });
    expect(rejected).toContain('3,OVERLAP,"a1 has something else planned on line 2",a1,break');
  });

  test('without one of its columns is refused as a whole, all that is missing at once', async () => {
    await expect(run('agent,from,to\na1,1,2\n')).rejects.toMatchObject({
      code: 'COLUMNS_MISSING',
      faults: [{ path: 'activity' }, { path: 'starts_at' }, { path: 'ends_at' }],
    });
  });

  test('has the same ids when it is imported again', async () => {
    const csv = `${HEADER}a1,on_queue,2026-09-07T09:00Z,2026-09-07T12:00Z\n`;
    const ids = async (plannedAt: number) =>
      (await run(csv, { plannedAt })).events.map((event) => event.value.event_id);
    expect(await ids(NOW)).toEqual(await ids(NOW + 60_000));
  });
});

test('the command takes a schedule without a mapping, and tells what is planned', async () => {
  const file = join(temporaryFolder(), 'week.csv');
  writeFileSync(file, `${HEADER}a1,on_queue,2026-09-07T09:00,2026-09-07T12:00\n`);
  const { producer, events } = memoryProducer();
  let printed = '';
  const code = await runImport(
    file,
    { format: 'schedule', zone: 'Asia/Shanghai' },
    {
      ...NO_SYSTEMS,
      createProducer: async () => producer,
      output: {
        isTTY: false,
        write(text: string) {
          printed += text;
        },
      },
      clock: steppedClock(),
      now: () => NOW,
      signal: new AbortController().signal,
    },
  );
  expect(code).toBe(0);
  expect(printed).toBe(`1 row: 1 imported, 0 dropped, 0 rejected
1 event sent, from 2026-09-07T01:00:00.000Z to 2026-09-07T04:00:00.000Z
  contact.agents scheduled: 1
`);
  expect(events().map(({ value }) => value.occurred_at)).toEqual([NOW]);
});
