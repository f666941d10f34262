import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ImportCommandOptions, runImport } from '../../services/import/command.ts';
import { importRecords } from '../../services/import/records.ts';
import { LinewatchError } from '../../services/lib/errors.ts';
import { createCustomerIds } from '../../services/sources/customers.ts';
import { BEGAN, line, madeUp } from '../sources/support/made-up.ts';
import { memoryProducer, steppedClock, temporaryFolder } from './harness.ts';

const SECRET = 'a secret of the tests';
const MINUTE = 60_000;

function memoryOutput() {
  const written: string[] = [];
  return {
    output: { write: (text: string) => written.push(text), isTTY: false },
    printed: () => written.join(''),
  };
}

async function run(content: string | Buffer, options: Partial<ImportCommandOptions> = {}) {
  const file = join(temporaryFolder(), 'records.log');
  writeFileSync(file, content);
  const { producer, events, batches } = memoryProducer();
  const { output, printed } = memoryOutput();
  const calls: string[] = [];
  const code = await runImport(
    file,
    { format: 'genesys', ...options },
    {
      async createProducer() {
        calls.push('connect');
        return producer;
      },
      sourceOf: async () => madeUp,
      customers: () => createCustomerIds(SECRET),
      output,
      clock: steppedClock(),
      now: Date.now,
      signal: new AbortController().signal,
    },
  );
  const sideFile = `${file}.rejected.txt`;
  return { code, printed: printed(), events: events(), batches, calls, file, sideFile };
}

const GOOD = [
  line(),
  line({ what: 'queued', at: BEGAN + MINUTE }),
  line({ what: 'ping' }),
  line({ what: 'abandoned', at: BEGAN + 2 * MINUTE }),
];

describe('a file of a contact system', () => {
  test('is imported in the order of the file, and the summary says what became of its records', async () => {
    const { code, printed, events } = await run(`${GOOD.join('\n')}\n`);
    expect(code).toBe(0);
    expect(events.map(({ value }) => value.event_id)).toEqual([
      'genesys:c1:started',
      'genesys:c1:queued',
      'genesys:c1:abandoned',
    ]);
    expect(printed).toBe(
      '4 records: 3 imported, 1 ignored (ping 1), 0 rejected\n' +
        '3 events sent, from 2026-01-05T09:00:00.000Z to 2026-01-05T09:02:00.000Z\n' +
        '  contact.chats abandoned: 1\n' +
        '  contact.chats queued: 1\n' +
        '  contact.chats started: 1\n',
    );
  });

  test('gives the same events compressed, in members that follow each other too, and with no line end', async () => {
    const { events } = await run(GOOD.join('\n'));
    const halves = [GOOD.slice(0, 2), GOOD.slice(2)].map((part) => gzipSync(`${part.join('\n')}\n`));
    expect((await run(gzipSync(GOOD.join('\n')))).events).toEqual(events);
    expect((await run(Buffer.concat(halves))).events).toEqual(events);
  });

  test('gives the same events in whatever pieces it is read', async () => {
    const text = Array.from({ length: 4_000 }, (_, i) => line({ call: `größe-${i}`, at: BEGAN + i })).join(
      '\n',
    );
    const { events } = await run(text);
    expect(new Set(events.map(({ value }) => value.event_id)).size).toBe(4_000);
    expect(events[3_999]!.value.event_id).toBe('genesys:größe-3999:started');
  });

  test('that is cut off within its compression is said to be so; what came before is sent', async () => {
    const whole = gzipSync(
      Array.from({ length: 20_000 }, (_, i) => line({ call: `c${i * 7_919}`, at: BEGAN + i * 17 })).join(
        '\n',
      ),
    );
    const { code, printed, events } = await run(whole.subarray(0, whole.length - 100));
    expect(code).toBe(1);
    expect(events.length).toBeGreaterThan(0);
    expect(printed).toMatch(/Cannot read .*records\.log to its end: import it again once it is whole/);
  });

  test('that is not there, or empty', async () => {
    const empty = await run('');
    expect(empty).toMatchObject({ code: 0, events: [] });
    expect(empty.printed).toContain('0 records: 0 imported, 0 rejected');
    const folder = temporaryFolder();
    const { output, printed } = memoryOutput();
    const code = await runImport(
      join(folder, 'nothing'),
      { format: 'genesys' },
      {
        createProducer: () => Promise.reject(new Error('not to be asked for')),
        sourceOf: async () => madeUp,
        customers: () => createCustomerIds(SECRET),
        output,
        clock: steppedClock(),
        now: Date.now,
        signal: new AbortController().signal,
      },
    );
    expect(code).toBe(1);
    expect(printed()).toContain('Cannot read');
  });
});

describe('records that are not understood', () => {
  const MIXED = [...GOOD, line({ what: 'teleported' as 'queued' }), 'gibberish', 'nonsense', 'throw'].join(
    '\n',
  );

  test('stand beside the file as they were, each with what is wrong, and are counted by that', async () => {
    const { code, printed, events, sideFile, file } = await run(MIXED);
    expect(code).toBe(0);
    expect(events).toHaveLength(3);
    expect(printed).toContain('8 records: 3 imported, 1 ignored (ping 1), 4 rejected');
    expect(printed).toContain(`Rejected records are in ${sideFile} (is no JSON 2, what: is not known 1, `);
    expect(printed).toContain('  line 5: UNKNOWN_RECORD: what: is not known\n');
    const written = readFileSync(sideFile, 'utf8').split('\n');
    expect(written[0]).toBe(`# Linewatch: not imported from ${file}`);
    expect(written[1]).toBe('# line 5: what: is not known');
    const records = written.filter((text) => text !== '' && !text.startsWith('#'));
    expect(records).toEqual(MIXED.split('\n').slice(4));
  });

  test('end with 1 when asked to be strict, or when there is nothing else', async () => {
    expect((await run(MIXED, { strict: true })).code).toBe(1);
    expect((await run('gibberish\n')).code).toBe(1);
  });

  test('take the side file of an earlier run away, and no other file', async () => {
    const rejected = join(temporaryFolder(), 'side');
    await run(MIXED, { rejected });
    expect(readFileSync(rejected, 'utf8')).toContain('gibberish');
    await run(GOOD.join('\n'), { rejected });
    expect(existsSync(rejected)).toBe(false);
    writeFileSync(rejected, 'of great value');
    const refused = await run(MIXED, { rejected });
    expect(refused).toMatchObject({ code: 1, events: [] });
    expect(readFileSync(rejected, 'utf8')).toBe('of great value');
  });
});

test('a dry run reads all, connects to nothing and shows the first events', async () => {
  const { code, printed, calls } = await run(GOOD.join('\n'), { dryRun: true });
  expect(code).toBe(0);
  expect(calls).toEqual([]);
  expect(printed).toContain('3 events would be sent (dry run)');
  expect(printed).toContain('"event_id":"genesys:c1:queued"');
});

test('a rate is kept to', async () => {
  const clock = steppedClock();
  const file = join(temporaryFolder(), 'records.log');
  writeFileSync(file, Array.from({ length: 100 }, (_, i) => line({ call: `c${i}` })).join('\n'));
  await importRecords({
    file,
    source: madeUp,
    reader: { customers: createCustomerIds(SECRET) },
    producer: memoryProducer().producer,
    rate: 20,
    signal: new AbortController().signal,
    clock,
  });
  expect(clock.now()).toBeGreaterThanOrEqual(4_900);
  expect(clock.now()).toBeLessThanOrEqual(5_100);
});

test('without anything to make the ids of customers with, nothing is sent', async () => {
  const file = join(temporaryFolder(), 'records.log');
  writeFileSync(file, line());
  const { output, printed } = memoryOutput();
  const code = await runImport(
    file,
    { format: 'genesys' },
    {
      createProducer: () => Promise.reject(new Error('not to be asked for')),
      sourceOf: async () => madeUp,
      customers: () => {
        throw new LinewatchError('CUSTOMER_SECRET_NEEDED', 'CUSTOMER_ID_SECRET is not set');
      },
      output,
      clock: steppedClock(),
      now: Date.now,
      signal: new AbortController().signal,
    },
  );
  expect(code).toBe(1);
  expect(printed()).toBe('CUSTOMER_ID_SECRET is not set\n');
});

test('each record of any file is imported, ignored or rejected, and none ends the import', async () => {
  const record = fc.oneof(fc.constantFrom(...GOOD, 'throw'), fc.json(), fc.string());
  await fc.assert(
    fc.asyncProperty(fc.array(record, { maxLength: 60 }), fc.boolean(), async (records, isCompressed) => {
      const text = records.join('\n');
      const file = join(temporaryFolder(), 'records.log');
      writeFileSync(file, isCompressed ? gzipSync(text) : text);
      const summary = await importRecords({
        file,
        source: madeUp,
        reader: { customers: createCustomerIds(SECRET) },
        producer: memoryProducer().producer,
        signal: new AbortController().signal,
        clock: steppedClock(),
      });
      expect(summary.rows).toBe(summary.imported + summary.ignored + summary.rejected);
      expect(summary.rows).toBe(text.split('\n').filter((one) => one.trim() !== '').length);
    }),
    { numRuns: 200 },
  );
});
