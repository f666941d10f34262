import { describe, expect, it } from 'vitest';
import { makeDay } from './support/day.ts';
import { eventsOf, readAll } from './support/figures.ts';

const { records } = makeDay(2, 20);
const texts = records.map((record) => JSON.stringify(record));
const ids = (pieces: readonly string[]) => eventsOf(readAll(pieces)).map(({ value }) => value.event_id);

/** A record that Firehose gave up, as it puts it into its error bucket. */
const givenUp = (text: string) =>
  JSON.stringify({
    attemptsMade: 5,
    arrivalTimestamp: 1_773_133_200_000,
    errorCode: 'HttpEndpoint.DestinationException',
    errorMessage: 'KAFKA_UNAVAILABLE: Kafka does not acknowledge',
    attemptEndingTimestamp: 1_773_133_300_000,
    rawData: Buffer.from(text).toString('base64'),
  });

describe("files of Firehose's error bucket", () => {
  it('give what the records in them would have given', () => {
    expect(ids([texts.map(givenUp).join('\n')])).toEqual(ids(texts));
    expect(ids([givenUp(texts.join(''))])).toEqual(ids(texts));
  });

  it('may stand beside records, whose attributes may be called what they like', () => {
    const record = { ...records[0], Attributes: { rawData: 'x', attemptsMade: '1' } };
    expect(ids([JSON.stringify(record), givenUp(texts[1]!)])).toEqual(ids(texts.slice(0, 2)));
  });

  it('hold nothing where a record was empty, and a fault where it was none', () => {
    expect(readAll([givenUp('')])).toEqual([]);
    expect(readAll([givenUp('x')])).toEqual([{ faults: [{ path: '', message: 'is no JSON object' }] }]);
    expect(readAll(['{"rawData":7,"attemptsMade":1}', '{"rawData":"e30="}', '{"rawData":'])).toHaveLength(3);
  });
});
