import { describe, expect, it } from 'vitest';
import { createReplay, type Portion } from '../../services/ingest/tenure.ts';
import { batchOf } from './records.ts';

const P0 = { topic: 'contact.tickets', partition: 0 };
const spans = (portions: readonly Portion[]) =>
  portions.map(({ batch, sealed }) => [
    Number(batch.records[0]!.offset),
    Number(batch.records.at(-1)!.offset),
    sealed,
  ]);

describe('replay of announced units', () => {
  it('passes batches on as they are when nothing was announced', () => {
    const replay = createReplay([{ ...P0, offset: 10n, announced: null }]);
    expect(spans(replay.split(batchOf(10, 15)))).toEqual([[10, 14, false]]);
  });

  it('holds records back until the announced unit is whole, and seals it', () => {
    const replay = createReplay([{ ...P0, offset: 10n, announced: 20n }]);
    expect(replay.split(batchOf(10, 15))).toEqual([]);
    expect(replay.holds(P0)).toBe(true);
    const portions = replay.split(batchOf(15, 20));
    expect(spans(portions)).toEqual([[10, 19, true]]);
    replay.taken(portions[0]!);
    expect(replay.holds(P0)).toBe(false);
    expect(spans(replay.split(batchOf(20, 25)))).toEqual([[20, 24, false]]);
  });

  it('cuts a batch that goes beyond the announced unit', () => {
    const replay = createReplay([{ ...P0, offset: 10n, announced: 20n }]);
    expect(spans(replay.split(batchOf(10, 30)))).toEqual([
      [10, 19, true],
      [20, 29, false],
    ]);
  });

  it('gives the same again when taking over failed, and nothing twice when only the rest did', () => {
    const replay = createReplay([{ ...P0, offset: 10n, announced: 20n }]);
    replay.split(batchOf(10, 15));
    replay.split(batchOf(15, 30));
    const again = replay.split(batchOf(15, 30));
    expect(spans(again)).toEqual([
      [10, 19, true],
      [20, 29, false],
    ]);
    replay.taken(again[0]!);
    expect(spans(replay.split(batchOf(15, 30)))).toEqual([[20, 29, false]]);
  });

  it('forms what is left of a unit whose beginning Kafka has deleted', () => {
    const replay = createReplay([{ ...P0, offset: 10n, announced: 20n }]);
    expect(spans(replay.split(batchOf(17, 22)))).toEqual([
      [17, 19, true],
      [20, 21, false],
    ]);
  });

  it('goes on behind a unit that Kafka has deleted as a whole', () => {
    const replay = createReplay([{ ...P0, offset: 10n, announced: 20n }]);
    expect(spans(replay.split(batchOf(25, 30)))).toEqual([[25, 29, false]]);
  });

  it('takes no notice of an announcement that has come true', () => {
    const replay = createReplay([{ ...P0, offset: 20n, announced: 20n }]);
    expect(spans(replay.split(batchOf(20, 22)))).toEqual([[20, 21, false]]);
  });

  it('keeps partitions apart', () => {
    const replay = createReplay([{ ...P0, offset: 10n, announced: 20n }]);
    expect(spans(replay.split(batchOf(10, 12, 1)))).toEqual([[10, 11, false]]);
  });
});
