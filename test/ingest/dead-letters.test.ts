import { describe, expect, it } from 'vitest';
import { schemaText, TOPICS } from '../../schemas/index.ts';
import type { DeadRecord } from '../../services/ingest/block.ts';
import { deadLetters } from '../../services/ingest/dead-letters.ts';
import { encodeBody } from '../../services/lib/avro/codec.ts';
import { frame } from '../../services/lib/avro/wire-format.ts';
import { createLetterReader } from '../../services/lib/kafka/letters.ts';
import { recordAt } from './records.ts';

const MIB = 1_048_576;
const registry = { schemaById: async () => schemaText(TOPICS.deadLetters), register: async () => 1 };

function dead(value: Buffer | null, headers: DeadRecord['record']['headers'] = []): DeadRecord {
  return {
    topic: TOPICS.tickets,
    partition: 2,
    record: { ...recordAt(7, value), headers },
    reason: 'undecodable',
    stage: 'decode',
    detail: 'the value is not of schema 1',
    schemaId: 1,
  };
}

/** What comes out of the topic when a record's letters went in, with the size of the largest. */
async function roundTrip(record: DeadRecord, times = 1) {
  const read = createLetterReader(registry);
  const letters = Array.from({ length: times }, () => deadLetters(record, 1_000)).flat();
  const values = letters.map((letter) => frame(1, encodeBody(TOPICS.deadLetters, letter.value)));
  const out = [];
  for (const value of values) {
    const letter = await read(recordAt(0, value));
    if (letter !== null) out.push(letter);
  }
  return { out, largest: Math.max(...values.map((value) => value.length)) };
}

describe('dead letters', () => {
  it('keep key, value, headers, reason and origin', async () => {
    const headers = [
      { key: 'trace', value: Buffer.from([0, 255]) },
      { key: 'trace', value: null },
    ];
    const { out } = await roundTrip(dead(Buffer.from([1, 2, 3]), headers));
    expect(out).toEqual([
      expect.objectContaining({
        reason: 'undecodable',
        stage: 'decode',
        topic: 'contact.tickets',
        partition: 2,
        offset: 7,
        schema_id: 1,
        failed_at: 1_000,
        key: Buffer.from('key'),
        value: Buffer.from([1, 2, 3]),
        headers,
      }),
    ]);
  });

  it('keep that there was no value apart from an empty one', async () => {
    expect((await roundTrip(dead(null))).out[0]!.value).toBeNull();
    expect((await roundTrip(dead(Buffer.alloc(0)))).out[0]!.value).toEqual(Buffer.alloc(0));
  });

  it.each([800_000, MIB - 10, 5 * MIB])('hold a value of %i bytes in letters below 1 MiB', async (bytes) => {
    const value = Buffer.alloc(bytes, 'x');
    value.write('end', bytes - 3);
    const { out, largest } = await roundTrip(dead(value));
    expect(largest).toBeLessThan(900_000);
    expect(out).toHaveLength(1);
    expect(out[0]!.value!.equals(value)).toBe(true);
  });

  it('are whole although a crash left the first half of one before', async () => {
    const record = dead(Buffer.alloc(2 * MIB, 'y'));
    const read = createLetterReader(registry);
    const values = deadLetters(record, 1).map((letter) =>
      frame(1, encodeBody(TOPICS.deadLetters, letter.value)),
    );
    expect(values.length).toBeGreaterThan(2);
    const out = [];
    for (const value of [values[0]!, values[1]!, ...values]) out.push(await read(recordAt(0, value)));
    expect(out.filter((letter) => letter !== null).map((letter) => letter.value!.length)).toEqual([2 * MIB]);
  });

  it('give headers up, and say so, when key and headers alone fill a letter', async () => {
    const { out, largest } = await roundTrip(
      dead(Buffer.from('v'), [{ key: 'h', value: Buffer.alloc(900_000) }]),
    );
    expect(largest).toBeLessThan(900_000);
    expect(out[0]).toMatchObject({ headers: [], detail: expect.stringContaining('headers did not fit') });
    expect(out[0]!.value).toEqual(Buffer.from('v'));
  });

  it('name no schema id that their own schema cannot hold', async () => {
    const { out } = await roundTrip({ ...dead(Buffer.from('v')), schemaId: 0xffff_ffff });
    expect(out[0]!.schema_id).toBeNull();
  });
});
