import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../services/import/clock.ts';
import { type ImportCommandOptions, runImport } from '../../services/import/command.ts';
import { memoryProducer, NO_SYSTEMS, steppedClock, temporaryFolder } from './harness.ts';

const MAPPING = `
id: desk
topic: tickets
row: event
time: { zone: UTC }
conversation: "{Ticket}"
at: When
channel: email
events:
  - { event: created, once: true }
`;
const GOOD = 'Ticket,When\n1,2024-01-01 10:00\n2,2024-01-02 10:00\n';
const MIXED = `${GOOD}3,never\n`;

function memoryOutput(isTTY: boolean) {
  const written: string[] = [];
  const output = { write: (text: string) => written.push(text), isTTY };
  return { output, printed: () => written.join('') };
}

async function run(csv: string, options: Partial<ImportCommandOptions> = {}, deps: { isTTY?: boolean } = {}) {
  const folder = temporaryFolder();
  const file = join(folder, 'export.csv');
  const mapping = join(folder, 'mapping.yaml');
  writeFileSync(file, csv);
  writeFileSync(mapping, MAPPING);
  const { producer, events } = memoryProducer();
  const { output, printed } = memoryOutput(deps.isTTY ?? false);
  const calls: string[] = [];
  const code = await runImport(
    file,
    { mapping, ...options },
    {
      async createProducer() {
        calls.push('connect');
        return {
          ...producer,
          async close() {
            calls.push('close');
          },
        };
      },
      ...NO_SYSTEMS,
      output,
      clock: steppedClock(),
      now: Date.now,
      signal: new AbortController().signal,
    },
  );
  return { code, printed: printed(), events: events(), calls, sideFile: `${file}.rejected.csv` };
}

describe('the import command', () => {
  test('imports, says what it did and ends with 0', async () => {
    const { code, printed, events, calls } = await run(GOOD);
    expect(code).toBe(0);
    expect(events).toHaveLength(2);
    expect(calls).toEqual(['connect', 'close']);
    expect(printed).toBe(
      '2 rows: 2 imported, 0 dropped, 0 rejected\n' +
        '2 events sent, from 2024-01-01T10:00:00.000Z to 2024-01-02T10:00:00.000Z\n' +
        '  contact.tickets created: 2\n',
    );
  });

  test('some faulty rows end with 0 and a list, or with 1 when asked to be strict', async () => {
    const { code, printed, events, sideFile } = await run(MIXED);
    expect(code).toBe(0);
    expect(events).toHaveLength(2);
    expect(printed).toContain('3 rows: 2 imported, 0 dropped, 1 rejected');
    expect(printed).toContain(`Rejected rows are in ${sideFile} (BAD_TIME 1)`);
    expect(printed).toContain('  line 4: BAD_TIME: When: "never"');
    const strict = await run(MIXED, { strict: true });
    expect(strict.code).toBe(1);
    expect(strict.events).toHaveLength(2);
  });

  test('rows that gave no event are ignored ones, and not imported', async () => {
    const { code, printed, events } = await run(
      'Ticket,When\n1,2024-01-01 10:00\n1,2024-01-01 11:00\n1,2024-01-02 10:00\n',
    );
    expect(code).toBe(0);
    expect(events).toHaveLength(1);
    expect(printed).toContain('3 rows: 1 imported, 2 ignored (no event in them), 0 dropped, 0 rejected\n');
  });

  test('nothing but faulty rows end with 1', async () => {
    expect((await run('Ticket,When\n1,never\n')).code).toBe(1);
  });

  test('writes the rejected rows beside the file', async () => {
    const { sideFile } = await run(MIXED);
    expect(readFileSync(sideFile, 'utf8')).toMatch(
      /^line,code,reason,Ticket,When\n4,BAD_TIME,".*",3,never\n$/,
    );
  });

  test('a dry run connects to nothing and shows what would be sent', async () => {
    const { code, printed, calls } = await run(GOOD, { dryRun: true });
    expect(code).toBe(0);
    expect(calls).toEqual([]);
    expect(printed).toContain('2 events would be sent (dry run)');
    expect(printed).toContain('"event_id":"desk:000000002:01"');
  });

  test('refuses wrong columns and faulty mappings before it connects, with all faults', async () => {
    const columns = await run('A,B\n1,2\n');
    expect(columns).toMatchObject({ code: 1, calls: [], events: [] });
    expect(columns.printed).toContain('Ticket: there is no such column\n');
    expect(columns.printed).toContain('When: there is no such column\n');
    const mapping = join(temporaryFolder(), 'faulty.yaml');
    writeFileSync(mapping, MAPPING.replace('UTC', 'Moon').replace('email', 'fax'));
    const faulty = await run(GOOD, { mapping });
    expect(faulty).toMatchObject({ code: 1, calls: [] });
    expect(faulty.printed).toMatch(/line 5, time.zone: .*\n {2}line 8, channel: /);
  });

  test('says that Kafka is away, and that a second try is safe', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.csv'), GOOD);
    writeFileSync(join(folder, 'm.yaml'), MAPPING);
    const { output, printed } = memoryOutput(false);
    const code = await runImport(
      join(folder, 'a.csv'),
      { mapping: join(folder, 'm.yaml') },
      {
        createProducer: () => Promise.reject(new Error('connection refused')),
        ...NO_SYSTEMS,
        output,
        clock: systemClock,
        now: Date.now,
        signal: new AbortController().signal,
      },
    );
    expect(code).toBe(1);
    expect(printed()).toContain('Cannot reach Kafka: connection refused\n');
    expect(printed()).toContain('Running the same import again is safe');
  });

  test('Ctrl-C ends it with 130 and says that running it again is safe', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.csv'), GOOD);
    writeFileSync(join(folder, 'm.yaml'), MAPPING);
    const stop = new AbortController();
    const { output, printed } = memoryOutput(false);
    const code = await runImport(
      join(folder, 'a.csv'),
      { mapping: join(folder, 'm.yaml'), rate: 0.001 },
      {
        createProducer: async () => ({ send: async () => stop.abort(), close: async () => {} }),
        ...NO_SYSTEMS,
        output,
        clock: systemClock,
        now: Date.now,
        signal: stop.signal,
      },
    );
    expect(code).toBe(130);
    expect(printed()).toMatch(/^Stopped\. Running the same import again is safe/);
    expect(printed()).toContain('1 event sent');
  });

  test('shows a bar on a terminal and takes it away at the end', async () => {
    const rows = Array.from({ length: 40 }, (_, index) => `${index},2024-01-01 10:00\n`).join('');
    const { printed } = await run(`Ticket,When\n${rows}`, { rate: 10 }, { isTTY: true });
    const erase = '\u001b[K';
    const bars = printed.split('\r').filter((line) => line.startsWith('['));
    expect(bars.length).toBeGreaterThan(1);
    for (const line of bars) {
      expect(line.replace(erase, '')).toMatch(/^\[#*\.*\] \d+ %, [\d,]+ rows\/s, \d+ events, \d:\d\d left$/);
    }
    expect(printed).toContain(`\r${erase}40 rows: `);
  });

  test('prints a line every few seconds elsewhere', async () => {
    const rows = Array.from({ length: 120 }, (_, index) => `${index},2024-01-01 10:00\n`).join('');
    const { printed } = await run(`Ticket,When\n${rows}`, { rate: 10 });
    expect(printed.split('\n').filter((line) => line.includes('left'))).toHaveLength(2);
    expect(printed).not.toContain('\r');
  });

  test('puts the side file where it is told, removes that of an earlier run, and says when it cannot', async () => {
    const rejected = join(temporaryFolder(), 'faulty.csv');
    await run(MIXED, { rejected });
    expect(readFileSync(rejected, 'utf8')).toContain('3,never');
    await run(GOOD, { rejected });
    expect(existsSync(rejected)).toBe(false);
    writeFileSync(rejected, 'of great value');
    const taken = await run(MIXED, { rejected });
    expect(taken).toMatchObject({ code: 1, events: [] });
    expect(taken.printed).toContain('there is another file of that name');
    expect(readFileSync(rejected, 'utf8')).toBe('of great value');
    const nowhere = await run(MIXED, { rejected: '/nonexistent/folder/faulty.csv' });
    expect(nowhere.code).toBe(1);
    expect(nowhere.printed).toContain('Cannot write rejected rows to /nonexistent/folder/faulty.csv');
  });
});
