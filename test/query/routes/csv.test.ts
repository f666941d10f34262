import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCsv } from '../../../services/query/routes/csv.ts';

describe('an answer as CSV', () => {
  it('comes back from any reader of RFC 4180', () => {
    const text = fc.string().filter((value) => !/^[=+\-@\t\r]/.test(value));
    fc.assert(
      fc.property(
        fc.array(fc.record({ queue: text, asa: fc.option(fc.integer()) }), { minLength: 1 }),
        (rows) => {
          const back = parse(toCsv(['queue', 'asa'], rows), { columns: true }) as Record<string, string>[];
          expect(back).toEqual(
            rows.map(({ queue, asa }) => ({ queue, asa: asa === null ? '' : String(asa) })),
          );
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('gives a spreadsheet no formula to run', () => {
    expect(toCsv(['queue'], [{ queue: '=HYPERLINK("http://example.org")' }])).toBe(
      'queue\r\n"\'=HYPERLINK(""http://example.org"")"\r\n',
    );
  });

  it('leaves numbers as they are, also negative ones', () => {
    expect(toCsv(['nps'], [{ nps: -10.5 }, { nps: null }])).toBe('nps\r\n-10.5\r\n\r\n');
  });
});
