import { TOPICS } from '../../schemas/index.ts';
import type { DeadLetter } from '../../schemas/types.ts';
import { type Fault, faultsWords } from '../lib/errors.ts';
import { originOf, SOURCE_STAGE } from '../lib/kafka/letters.ts';
import type { KeyedValue } from '../lib/kafka/producer.ts';
import type { CustomerIds } from './customers.ts';
import type { RawRecord, Source } from './source.ts';

/** The reason of records that were not understood. */
export const UNKNOWN_RECORD = 'unknown_record';

/** Characters of the record that a letter holds: the beginning tells what it was. */
const MAX_TEXT = 50_000;
/** Hex digits of an offset, which has to be a safe integer. */
const OFFSET_DIGITS = 13;

/** Where records of a system came from, as letters name it. */
export function originOfSource(system: string): string {
  return `source.${system}`;
}

/**
 * The dead letter of a record that was not understood: what is wrong with it, and what it was without anything
 * personal. It has no place in Kafka; its offset is made of its content, so that the same record sent again is the
 * same letter, with a secret, so that nothing of the content can be found out.
 *
 * @param now UTC ms
 */
export function deadLetterOf(
  { system, redact }: Pick<Source, 'system' | 'redact'>,
  record: RawRecord,
  faults: readonly Fault[],
  { customers, now }: { customers: CustomerIds; now: number },
): KeyedValue {
  const topic = originOfSource(system);
  const offset = Number.parseInt(customers.idOf(record.text).slice(0, OFFSET_DIGITS) || '0', 16);
  const value: DeadLetter = {
    reason: UNKNOWN_RECORD,
    stage: SOURCE_STAGE,
    detail: faultsWords(faults),
    topic,
    partition: 0,
    offset,
    timestamp: now,
    schema_id: null,
    failed_at: now,
    key: null,
    value: Buffer.from(redacted(redact, record).slice(0, MAX_TEXT)),
    headers: [],
    part: 0,
    parts: 1,
  };
  return { topic: TOPICS.deadLetters, key: originOf(value), value };
}

/** Where even that fails, nothing of the record is kept. */
function redacted(redact: Source['redact'], record: RawRecord): string {
  try {
    return redact(record);
  } catch {
    return '';
  }
}
