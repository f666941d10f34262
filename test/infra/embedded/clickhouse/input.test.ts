import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInput } from '../../../../infra/embedded/clickhouse/input.ts';

const MIB = 2 ** 20;
const INSERT = 'INSERT INTO t (a, b) SETTINGS x = 1 FORMAT RowBinary\n';

describe('the input of a request', () => {
  it('is the same statement and the same data, in whatever pieces it comes', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 0, max: 300_000 }), async (cuts, length) => {
        const data = Buffer.alloc(length, "data; FORMAT CSV 'a\n\n");
        const { statement, data: rest } = await readInput(
          pieces(Buffer.concat([Buffer.from(INSERT), data]), cuts),
          MIB,
        );
        expect(statement).toMatchObject({ kind: 'insert', format: 'RowBinary', dataStart: INSERT.length });
        expect((await joined(rest)).equals(data)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('is passed on before all data of an INSERT are there', async () => {
    const { statement, data } = await readInput(
      (async function* () {
        yield Buffer.from(INSERT);
        yield Buffer.alloc(100_000, 'd');
        await new Promise(() => {});
      })(),
      4 * MIB,
    );
    const first = await data[Symbol.asyncIterator]().next();
    expect(statement.kind).toBe('insert');
    expect((first.value as Uint8Array).length).toBe(100_000);
  });

  it('may begin with an INSERT that is longer than what is looked at first', async () => {
    const columns = Array.from({ length: 20_000 }, (_, i) => `column_${i}`).join(', ');
    const sql = `INSERT INTO t (${columns}) FORMAT CSV\n`;
    const { statement, data } = await readInput(pieces(Buffer.from(`${sql}1,2,3`), [65_536]), MIB);
    expect(statement).toMatchObject({ kind: 'insert', format: 'CSV', dataStart: sql.length });
    expect((await joined(data)).toString()).toBe('1,2,3');
  });

  it('is refused where a query is too large', async () => {
    const query = `SELECT 1 ${' '.repeat(MIB)}, 2`;
    await expect(readInput(pieces(Buffer.from(query), [65_536]), MIB / 2)).rejects.toThrow('larger than');
  });
});

/** Bytes cut into pieces of these sizes, over and over. */
async function* pieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function joined(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}
