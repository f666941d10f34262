import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeBody } from '../../services/lib/avro/codec.ts';
import { brief, importText, steppedClock } from './harness.ts';

const DESK = `
id: desk
source: desk-export
topic: tickets
row: event
time: { format: ["yyyy-MM-dd HH:mm"], zone: Europe/Berlin }
conversation: "T-{Ticket}"
at: When
channel: { value: "{Via}", map: { Mail: email, Phone: voice }, default: web }
queue: ["{Team#2}", "{Team#1}", general]
customer: { id: "{Customer}", tier: { value: "{Tier}", map: { A: gold }, default: standard } }
tags: ["{Product}", { value: "{Labels}", split: ";" }]
drop: [{ Test: yes }, { Ticket: "0", When: { is: filled } }]
activity: { column: Action, ignore: [Print], unknown: reject }
events:
  - { event: created, once: true, priority: { value: "{Prio}", map: { 1: urgent }, default: normal } }
  - { event: status_changed, on: [Reply, Note], status: open, when: { $status: [solved, closed] } }
  - { event: message, on: Reply, actor: { kind: agent, id: "{Who}" } }
  - { event: message, on: Note, public: "false", actor: { kind: agent, id: "{Who}" }, when: { Who: { not: bot } } }
  - { event: status_changed, on: Solve, status: solved }
`;
const HEADER = 'Ticket,When,Action,Who,Team,Team,Customer,Tier,Via,Prio,Product,Labels,Test';

function desk(...rows: string[]): string {
  return [HEADER, ...rows, ''].join('\n');
}

const CALLS = `
id: calls-{file}
topic: chats
row: conversation
file: { delimiter: ";", decimal: "," }
time: { zone: UTC }
conversation: "{Call}"
opened_at: Start
channel: voice
queue: "{Line}"
events:
  - { event: started, at: Start }
  - { event: queued, at: Queued }
  - { event: answered, at: [Picked, Queued, Start], when: { Agent: { is: filled } }, actor: { kind: agent, id: "{Agent}" } }
  - { event: abandoned, at: { column: Queued, plus: Wait, unit: s }, when: { Agent: { is: empty } } }
  - { event: ended, at: { column: Start, plus: [Ring, Talk], unit: "h:m:s" }, when: { Agent: { not: ["", x] } } }
`;
const CALLS_HEADER = 'Call;Start;Queued;Picked;Wait;Agent;Ring;Talk;Line\n';

describe('an export with a row an event', () => {
  test('gives events with their own times, the first row being the creation', async () => {
    const { events } = await importText(
      desk(
        '1,2024-07-01 10:00,Print,,A,,c1,A,Mail,1,phone,red; late,',
        '1,2024-07-01 10:05,Reply,ann,A,B,c1,B,Fax,,,,',
      ),
      DESK,
    );
    expect(events.map(({ value }) => value)).toEqual([
      {
        event_id: 'desk:000000002:01',
        occurred_at: Date.UTC(2024, 6, 1, 8, 0),
        opened_at: Date.UTC(2024, 6, 1, 8, 0),
        conversation_id: 'T-1',
        channel: 'email',
        source: 'desk-export',
        actor: { kind: 'customer', id: 'c1' },
        queue: 'A',
        customer: { id: 'c1', tier: 'gold' },
        tags: ['phone', 'red', 'late'],
        event: { type: 'created', status: 'new', priority: 'urgent' },
      },
      {
        event_id: 'desk:000000003:03',
        occurred_at: Date.UTC(2024, 6, 1, 8, 5),
        opened_at: Date.UTC(2024, 6, 1, 8, 0),
        conversation_id: 'T-1',
        channel: 'web',
        source: 'desk-export',
        actor: { kind: 'agent', id: 'ann' },
        queue: 'B',
        customer: { id: 'c1', tier: 'standard' },
        tags: [],
        event: { type: 'message', public: true, text: null },
      },
    ]);
  });

  test('tells each conversation in the order of its times, wherever its rows stand', async () => {
    const rows = [
      '1,2024-07-01 10:20,Reply,ann,,,,,,,,,',
      '2,2024-07-01 09:00,Solve,,,,,,,,,,',
      '1,2024-07-01 10:10,Solve,,,,,,,,,,',
      '2,2024-07-01 09:30,Note,bot,,,,,,,,,',
      '1,2024-07-01 10:00,Print,,,,,,,,,,',
    ];
    const { events } = await importText(desk(...rows), DESK);
    const ofTicket = (id: string) => events.map(brief).filter((line) => line.startsWith(id));
    expect(ofTicket('T-1')).toEqual([
      'T-1 created=new 2024-07-01T08:00:00.000Z',
      'T-1 status_changed=solved 2024-07-01T08:10:00.000Z',
      'T-1 status_changed=open 2024-07-01T08:20:00.000Z',
      'T-1 message 2024-07-01T08:20:00.000Z',
    ]);
    expect(ofTicket('T-2')).toEqual([
      'T-2 created=new 2024-07-01T07:00:00.000Z',
      'T-2 status_changed=solved 2024-07-01T07:00:00.000Z',
      'T-2 status_changed=open 2024-07-01T07:30:00.000Z',
    ]);
    expect(new Set(events.map(({ value }) => 'opened_at' in value && value.opened_at)).size).toBe(2);
  });

  test('the order of the rows in the file changes nothing but ids, as long as no two times are equal', async () => {
    const actions = ['Reply', 'Note', 'Solve', 'Print'];
    const rows = fc.uniqueArray(
      fc.record({ ticket: fc.integer({ min: 1, max: 3 }), minute: fc.nat(59), action: fc.nat(3) }),
      {
        minLength: 1,
        selector: (row) => `${row.ticket} ${row.minute}`,
      },
    );
    const shuffled = rows.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    const render = (list: { ticket: number; minute: number; action: number }[]) =>
      desk(
        ...list.map(
          ({ ticket, minute, action }) =>
            `${ticket},2024-07-01 10:${String(minute).padStart(2, '0')},${actions[action]},ann,,,,,,,,,`,
        ),
      );
    await fc.assert(
      fc.asyncProperty(shuffled, async ([one, other]) => {
        const [first, second] = [await importText(render(one), DESK), await importText(render(other), DESK)];
        expect(second.events.map(brief).sort()).toEqual(first.events.map(brief).sort());
      }),
      { numRuns: 30 },
    );
  });

  test('rows of equal time keep the order of the file', async () => {
    const { events } = await importText(
      desk('1,2024-07-01 10:00,Solve,,,,,,,,,,', '1,2024-07-01 10:00,Reply,ann,,,,,,,,,'),
      DESK,
    );
    const ids = events.map(({ value }) => value.event_id);
    expect(ids).toEqual([...ids].sort());
    expect(events.map(({ value }) => value.event.type)).toEqual([
      'created',
      'status_changed',
      'status_changed',
      'message',
    ]);
  });

  test('refuses a file whose conversations are scattered further than memory allows', async () => {
    const rows = ['1', '2', '3', '1', '2', '3'].map((id, i) => `${id},2024-07-01 10:0${i},Print,,,,,,,,,,`);
    await expect(importText(desk(...rows), DESK, { limits: { maxHeldRows: 2 } })).rejects.toMatchObject({
      code: 'TOO_SCATTERED',
    });
    await expect(importText(desk(...rows), DESK, { limits: { maxHeldRows: 3 } })).resolves.toBeDefined();
  });

  test('drops what the mapping drops', async () => {
    const { summary, events } = await importText(
      desk(
        '1,2024-07-01 10:00,Print,,,,,,,,,,yes',
        '0,2024-07-01 10:00,Print,,,,,,,,,,',
        '2,2024-07-01 10:00,Print,,,,,,,,,,no',
      ),
      DESK,
    );
    expect(events.map(brief)).toEqual(['T-2 created=new 2024-07-01T08:00:00.000Z']);
    expect(summary).toMatchObject({ rows: 3, dropped: 2, imported: 1, rejected: 0 });
  });

  test('unknown activities are rejected or ignored, as the mapping says', async () => {
    const rows = desk('1,2024-07-01 10:00,Explode,,,,,,,,,,', '1,2024-07-01 11:00,Print,,,,,,,,,,');
    const strict = await importText(rows, DESK);
    expect(strict.summary.rejectedFirst).toEqual([
      { line: 2, code: 'UNKNOWN_ACTIVITY', reason: 'Action: the mapping does not know "Explode"' },
    ]);
    expect(strict.events.map(brief)).toEqual(['T-1 created=new 2024-07-01T09:00:00.000Z']);
    const lenient = await importText(rows, DESK.replace('unknown: reject', 'unknown: ignore'));
    expect(lenient.summary.rejected).toBe(0);
    expect(lenient.events.map(brief)).toEqual(['T-1 created=new 2024-07-01T08:00:00.000Z']);
  });
});

describe('an export with a row a conversation', () => {
  test('gives an event for each time, conditions and fallbacks as mapped', async () => {
    const { events } = await importText(
      `${CALLS_HEADER}1;2024-01-01T10:00:00;2024-01-01T10:00:05;2024-01-01T10:00:20;15;ann;0:20;1:00:10;A\n` +
        '2;2024-01-01T10:00:00;2024-01-01T10:00:05;;7,5;;;;A\n' +
        '3;2024-01-01T10:00:00;;;;;;;A\n'.replace(';;;;;;;A', ';;;;x;;;A'),
      CALLS,
    );
    expect(events.map(brief)).toEqual([
      '1 started 2024-01-01T10:00:00.000Z',
      '1 queued 2024-01-01T10:00:05.000Z',
      '1 answered 2024-01-01T10:00:20.000Z',
      '1 ended 2024-01-01T11:00:30.000Z',
      '2 started 2024-01-01T10:00:00.000Z',
      '2 queued 2024-01-01T10:00:05.000Z',
      '2 abandoned 2024-01-01T10:00:12.500Z',
      '3 started 2024-01-01T10:00:00.000Z',
      '3 answered 2024-01-01T10:00:00.000Z',
    ]);
  });

  test('an empty time is no event, but a fault where `when` says that it happened', async () => {
    const { summary, events } = await importText(`${CALLS_HEADER}1;2024-01-01T10:00:00;;;;;;;A\n`, CALLS);
    expect(events).toEqual([]);
    expect(summary.rejectedFirst).toEqual([
      { line: 2, code: 'MISSING_VALUE', reason: 'abandoned: no time in Queued' },
    ]);
  });

  test('names the file in the event ids where the mapping wants it', async () => {
    const { events } = await importText(`${CALLS_HEADER}1;2024-01-01T10:00:00;;;;ann;0:20;0:10;A\n`, CALLS);
    expect(events[0]?.value.event_id).toBe('calls-export:000000002:01');
  });
});

describe('faulty rows', () => {
  const faulty = Buffer.concat([
    Buffer.from(
      desk(
        '1,2024-07-01 10:00,Print,,,,,,,,,,',
        '2,2024-07-01 10:00,Print',
        '3,yesterday,Print,,,,,,,,,,',
        ',2024-07-01 10:00,Print,,,,,,,,,,',
        '5,2024-07-01 10:00,"Print,,,,,,,,,,',
        '6,2024-07-01 10:00,Print,"multi\nline, ""quoted""",,,,,,,,,',
      ),
    ),
    Buffer.from('7,2024-07-01 10:00,Print,\xff,,,,,,,,,\n', 'latin1'),
    Buffer.from(`8,2024-07-01 10:00,Print,,${'x'.repeat(257)},,,,,,,,\n9,2024-07-01 10:00,Print,,,,,,,,,,`),
  ]);

  test('are counted, listed with line and reason, and kept aside; the others are imported', async () => {
    const { summary, events, rejected } = await importText(faulty, DESK);
    expect(events.map(({ value }) => 'conversation_id' in value && value.conversation_id)).toEqual([
      'T-1',
      'T-6',
      'T-9',
    ]);
    expect(summary).toMatchObject({ rows: 9, imported: 3, rejected: 6 });
    expect(summary.rejectedFirst.map(({ line, code }) => [line, code])).toEqual([
      [3, 'COLUMN_COUNT'],
      [4, 'BAD_TIME'],
      [5, 'MISSING_VALUE'],
      [6, 'BAD_QUOTING'],
      [9, 'BAD_ENCODING'],
      [10, 'BAD_VALUE'],
    ]);
    expect(Object.fromEntries(summary.rejectedByCode)).toMatchObject({ COLUMN_COUNT: 1, BAD_QUOTING: 1 });
    const lines = rejected!.trimEnd().split('\n');
    expect(lines).toHaveLength(7);
    expect(lines.slice(0, 5)).toEqual([
      `line,code,reason,${HEADER}`,
      '3,COLUMN_COUNT,"3 columns, the header has 13",2,2024-07-01 10:00,Print',
      '4,BAD_TIME,"When: ""yesterday"" is not a time of the mapping",3,yesterday,Print,,,,,,,,,,',
      '5,MISSING_VALUE,"conversation is empty",,2024-07-01 10:00,Print,,,,,,,,,,',
      '6,BAD_QUOTING,"a quote is opened and never closed, or closed too early","5,2024-07-01 10:00,""Print,,,,,,,,,,"',
    ]);
  });

  test('only the first are listed, all are kept aside', async () => {
    const rows = Array.from({ length: 50 }, (_, index) => `${index + 1},never,Print,,,,,,,,,,`);
    const { summary, rejected } = await importText(desk(...rows), DESK, { limits: { maxListed: 3 } });
    expect(summary.rejectedFirst).toHaveLength(3);
    expect(rejected!.trimEnd().split('\n')).toHaveLength(51);
  });

  test('a row that is found faulty late does not use up what happens once', async () => {
    const mapping = DESK.replace('default: normal }', 'default: normal }, status: "{Via}"');
    const { events } = await importText(
      desk('1,2024-07-01 10:00,Print,,,,,,odd,,,,', '1,2024-07-01 10:05,Print,,,,,,open,,,,'),
      mapping,
    );
    expect(events.map(brief)).toEqual(['T-1 created=open 2024-07-01T08:05:00.000Z']);
  });

  test('no side file is made where no row is faulty', async () => {
    expect((await importText(desk('1,2024-07-01 10:00,Print,,,,,,,,,,'), DESK)).rejected).toBeNull();
  });

  test('columns that the mapping names and the header lacks are all told, and nothing is sent', async () => {
    await expect(
      importText('Ticket,Team,Team\n1,a,b\n', DESK.replace('{Team#2}', '{Team}')),
    ).rejects.toMatchObject({
      code: 'COLUMNS_MISSING',
      faults: expect.arrayContaining([
        { path: 'When', message: 'there is no such column' },
        { path: 'Action', message: 'there is no such column' },
        { path: 'Team', message: expect.stringContaining('several columns') },
      ]),
    });
  });
});

describe('sending', () => {
  const many = desk(
    ...Array.from({ length: 250 }, (_, index) => `${index + 1},2024-07-01 10:00,Print,,,,,,,,,,`),
  );

  test('the same file twice gives the same events', async () => {
    const [first, second] = [await importText(many, DESK), await importText(many, DESK)];
    expect(second.events).toEqual(first.events);
    expect(new Set(first.events.map(({ value }) => value.event_id)).size).toBe(250);
  });

  test('every event is of its Avro schema', async () => {
    const { events } = await importText(many, DESK);
    for (const { topic, value } of events) expect(encodeBody(topic, value).length).toBeGreaterThan(0);
  });

  test('goes in batches of the limit', async () => {
    const { batches, summary } = await importText(many, DESK, { limits: { maxBatch: 100 } });
    expect(batches.map((batch) => batch.length)).toEqual([100, 100, 50]);
    expect(summary).toMatchObject({
      events: 250,
      from: Date.UTC(2024, 6, 1, 8),
      to: Date.UTC(2024, 6, 1, 8),
    });
    expect(summary.samples).toEqual(batches[0]!.slice(0, 3));
  });

  test('keeps to the rate', async () => {
    const clock = steppedClock();
    const sentAt: [number, number][] = [];
    const producer = {
      async send(events: readonly unknown[]) {
        sentAt.push([clock.now(), events.length]);
      },
      async close() {},
    };
    await importText(many, DESK, { producer, clock, rate: 100 });
    let sent = 0;
    for (const [at, count] of sentAt) {
      expect(at).toBeGreaterThanOrEqual((sent / 100) * 1_000);
      sent += count;
    }
    expect(sent).toBe(250);
    expect(clock.now()).toBe(2_400);
  });

  test.each([0, -1, Number.NaN, 2_000_000])('refuses a rate of %d', async (rate) => {
    await expect(importText(many, DESK, { rate })).rejects.toMatchObject({ code: 'RATE_INVALID' });
  });

  test('stops after the batch that is under way when it is aborted', async () => {
    const stop = new AbortController();
    const sent: number[] = [];
    const producer = {
      async send(events: readonly unknown[]) {
        sent.push(events.length);
        stop.abort();
      },
      async close() {},
    };
    const limits = { maxBatch: 100 };
    const { summary } = await importText(many, DESK, { producer, limits, signal: stop.signal });
    expect(sent).toEqual([100]);
    expect(summary).toMatchObject({ stopped: true, events: 100 });
  });

  test('passes on that Kafka did not take the events', async () => {
    const producer = { send: () => Promise.reject(new Error('no broker')), async close() {} };
    await expect(importText(many, DESK, { producer })).rejects.toMatchObject({
      code: 'SEND_FAILED',
      cause: expect.objectContaining({ message: 'no broker' }),
    });
  });

  test('tells how far it is, up to the end of both passes', async () => {
    const seen: number[] = [];
    await importText(many, DESK, { onProgress: ({ bytes, totalBytes }) => seen.push(bytes / totalBytes) });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBeCloseTo(1);
  });
});

describe('times of switches', () => {
  const rules = (answered: string, ended: string) => `
  - { event: started, at: <start> }
  - { event: queued, at: <start> }
  - event: answered
    at: ${answered}
    when: { Agent: { is: filled } }
    actor: { kind: agent, id: "{Agent}" }
  - { event: ended, at: ${ended} }
`;
  const mapping = (format: string, start: string, answered: string, ended: string, zone = 'Europe/Berlin') =>
    `
id: switch
topic: chats
row: conversation
time: { format: ${format}, zone: ${zone} }
conversation: "{Call}"
opened_at: <start>
channel: voice
events:${rules(answered, ended)}`.replaceAll('<start>', start);
  const clocks = mapping(
    'dd.MM.yyyy HH:mm:ss',
    '"{Day} {Rang}"',
    '{ clock: Answered, after: "{Day} {Rang}" }',
    '{ clock: Ended, after: "{Day} {Rang}" }',
  );

  test('a day in one column and clocks in others, past midnight and a change of the clocks', async () => {
    const { events, summary } = await importText(
      [
        '\uFEFF"Call",Day,Rang,Answered,Ended,Agent,,',
        'a,05.03.2024,23:58:10,00:01:05,00:09,dora',
        'b,05.03.2024,23:58:10,,23:59,,,',
        'c,27.10.2024,02:58:00,02:01:30,02:40,dora,',
        'd,05.03.2024,10:15:59,10:15,10:20,dora,',
        '',
      ].join('\n'),
      clocks,
    );
    expect(summary).toMatchObject({ rows: 4, imported: 4 });
    expect(events.map(brief)).toEqual([
      'a started 2024-03-05T22:58:10.000Z',
      'a queued 2024-03-05T22:58:10.000Z',
      'a answered 2024-03-05T23:01:05.000Z',
      'a ended 2024-03-05T23:09:00.000Z',
      'b started 2024-03-05T22:58:10.000Z',
      'b queued 2024-03-05T22:58:10.000Z',
      'b ended 2024-03-05T22:59:00.000Z',
      'c started 2024-10-27T00:58:00.000Z',
      'c queued 2024-10-27T00:58:00.000Z',
      'c answered 2024-10-27T01:01:30.000Z',
      'c ended 2024-10-27T01:40:00.000Z',
      'd started 2024-03-05T09:15:59.000Z',
      'd queued 2024-03-05T09:15:59.000Z',
      'd answered 2024-03-05T09:15:59.000Z',
      'd ended 2024-03-05T09:20:00.000Z',
    ]);
  });

  test('a clock that is none, has no day, or lies before what it follows rejects its row, with the reason', async () => {
    const { summary } = await importText(
      [
        'Call,Day,Rang,Answered,Ended,Agent',
        'a,05.03.2024,10:15:00,10:14 h,10:20,dora',
        'b,05.03.2024,10:15:00,09:14,10:20,dora',
        'c,05.03.2024,,,,dora',
        'd,05.03.2024,10:15:00,,10:20,dora',
        '',
      ].join('\n'),
      clocks,
    );
    expect(summary.rejectedFirst.map(({ reason }) => reason)).toEqual([
      'Answered: "10:14 h" is no clock, such as 18:05 or 6:05:30 PM',
      'Answered: "09:14" does not follow "05.03.2024 10:15:00" within 12 hours',
      'opened_at is empty',
      'answered: no time in Answered',
    ]);
    const noDay = clocks.replace(
      '{ clock: Answered, after: "{Day} {Rang}" }',
      '{ clock: Answered, after: Later }',
    );
    const { summary: other } = await importText(
      'Call,Day,Rang,Answered,Ended,Agent,Later\na,05.03.2024,10:15:00,10:16,10:20,dora,\n',
      noDay,
    );
    expect(other.rejectedFirst.map(({ reason }) => reason)).toEqual([
      'Answered: "10:16" has no day: Later is empty',
    ]);
  });

  test.each([
    [
      'FreePBX: a start, the length of all and that of the talk',
      'Call,calldate,duration,billsec,Agent\na,2024-03-05 10:15:00,95,60,dora\n',
      mapping(
        'iso',
        'calldate',
        '{ column: calldate, plus: duration, minus: billsec, unit: s }',
        '{ column: calldate, plus: duration, unit: s }',
      ),
    ],
    [
      'Panasonic: the day, the clock of the end with AM or PM, and lengths in minutes and seconds',
      "Call,Date,Time,Ring,Duration,Agent\na,03/05/24,10:16AM,0'35,00:00'25,dora\n",
      mapping(
        'MM/dd/yy hh:mma',
        '{ column: "{Date} {Time}", minus: [Ring, Duration], unit: "h:m:s" }',
        '{ column: "{Date} {Time}", minus: Duration, unit: "h:m:s" }',
        '"{Date} {Time}"',
      ),
    ],
    [
      'ESI: the day, the clock and the length without separators',
      'Call,Day,Start,Length,Agent\na,03052024,101500,000135,dora\n',
      mapping(
        'MMddyyyy HHmmss',
        '"{Day} {Start}"',
        '"{Day} {Start}"',
        '{ column: "{Day} {Start}", plus: Length, unit: "h:m:s" }',
      ),
    ],
    [
      'Avaya: seconds since 1970, and lengths in seconds',
      'Call,SEGSTART,DISPTIME,TALKTIME,Agent\na,1709630100,35,60,dora\n',
      mapping(
        'epoch_s',
        'SEGSTART',
        '{ column: SEGSTART, plus: DISPTIME }',
        '{ column: SEGSTART, plus: [DISPTIME, TALKTIME] }',
      ),
    ],
  ])('%s', async (name, csv, text) => {
    const { events, summary } = await importText(csv, text);
    expect(summary.imported).toBe(1);
    const times = events.map(({ value }) => [
      value.event.type,
      new Date(value.occurred_at).toISOString().slice(11, 19),
    ]);
    const expected: Record<string, [string, string, string]> = {
      FreePBX: ['09:15:00', '09:15:35', '09:16:35'],
      Panasonic: ['09:15:00', '09:15:35', '09:16:00'],
      ESI: ['09:15:00', '09:15:00', '09:16:35'],
      Avaya: ['09:15:00', '09:15:35', '09:16:35'],
    };
    const [started, answered, ended] = expected[name.split(':')[0]!]!;
    expect(times).toEqual([
      ['started', started],
      ['queued', started],
      ['answered', answered],
      ['ended', ended],
    ]);
  });
});
