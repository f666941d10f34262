import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { silentLog } from '../../../../../infra/embedded/broker/log.ts';
import { errorCodes } from '../../../../../infra/embedded/broker/protocol/errors.ts';
import { type KnownTopic, Topics } from '../../../../../infra/embedded/broker/topics/topics.ts';
import { encodeBatch } from '../support/batch.ts';
import { temporaryFolder } from '../support/folder.ts';
import { testFlusher } from '../support/log.ts';

function open(directory: string, known: KnownTopic[] = []): Topics {
  return new Topics({
    directory,
    known,
    retention: { bytes: 1_000, ms: null },
    limits: { segmentBytes: 1_000, maxBatchBytes: 1_000, checkpointBytes: 1_000, indexSpacingBytes: 100 },
    flusher: testFlusher(),
    log: silentLog,
  });
}

const failing = (code: number) => expect.objectContaining({ code });

it('has its known topics from the start, and creates them again when they are asked for', async () => {
  const topics = open(temporaryFolder(), [{ name: 'known', partitions: 2 }]);
  expect(topics.list().map((it) => [it.name, it.partitions.length])).toEqual([['known', 2]]);
  topics.partition('known', 0)!.append(encodeBatch());
  await topics.delete('known');
  expect(topics.get('known')).toBeUndefined();
  expect(topics.getOrCreateKnown('known')!.partitions.map((it) => it.endOffset)).toEqual([0, 0]);
  expect(topics.getOrCreateKnown('unknown')).toBeUndefined();
});

it('keeps topics and their settings over a restart', () => {
  const directory = temporaryFolder();
  open(directory)
    .create('made', { partitions: 3, retention: { ms: 5 } })
    .partitions[2]!.append(encodeBatch());
  const again = open(directory).get('made')!;
  expect(again.partitions.map((it) => it.endOffset)).toEqual([0, 0, 1]);
  expect(again.retention).toEqual({ bytes: 1_000, ms: 5 });
});

it('enlarges a known topic that has too few partitions, and never makes one smaller', () => {
  const directory = temporaryFolder();
  open(directory, [{ name: 't', partitions: 2 }])
    .partition('t', 1)!
    .append(encodeBatch());
  const larger = open(directory, [{ name: 't', partitions: 4 }]).get('t')!;
  expect(larger.partitions.map((it) => it.endOffset)).toEqual([0, 1, 0, 0]);
  expect(open(directory, [{ name: 't', partitions: 1 }]).get('t')!.partitions).toHaveLength(4);
});

it('refuses names that are none or taken, and odd numbers of partitions', () => {
  const topics = open(temporaryFolder(), [{ name: 'taken', partitions: 1 }]);
  for (const name of ['', '.', '..', 'a/b', '../up', 'ü', 'x'.repeat(250)]) {
    expect(() => topics.create(name, { partitions: 1 }), name).toThrow(failing(errorCodes.invalidTopic));
  }
  expect(() => topics.create('taken', { partitions: 1 })).toThrow(failing(errorCodes.topicAlreadyExists));
  for (const partitions of [0, -1, 1_001]) {
    expect(() => topics.create('t', { partitions })).toThrow(failing(errorCodes.invalidPartitions));
  }
});

it('removes what a deletion or creation left that a crash cut short', () => {
  const directory = temporaryFolder();
  open(directory);
  const leftOver = path.join(directory, 'trash', 'old-abc', 'topic');
  fs.mkdirSync(leftOver, { recursive: true });
  open(directory);
  expect(fs.existsSync(leftOver)).toBe(false);
});

it('does not start on a topic whose description is lost, rather than show it empty', () => {
  const directory = temporaryFolder();
  open(directory).create('t', { partitions: 1 });
  fs.rmSync(path.join(directory, 'topics', 't', 'topic.json'));
  expect(() => open(directory)).toThrow('topic.json');
});

it.each([
  ['half of it', '{"partit'],
  ['fewer partitions than there are', '{"partitions":1}'],
  ['no number', '{"partitions":"2"}'],
  ['a number that no topic may have', '{"partitions":1e9}'],
  ['another retention', '{"partitions":2,"retention":{"bytes":"x"}}'],
  ['no object', '2'],
])('nor on one that is described by %s', (_what, text) => {
  const directory = temporaryFolder();
  open(directory).create('t', { partitions: 2 });
  fs.writeFileSync(path.join(directory, 'topics', 't', 'topic.json'), text);
  expect(() => open(directory)).toThrow(expect.objectContaining({ code: 'DATA_DAMAGED' }));
});

it('wakes whoever waits for a topic that is deleted, and leaves no files', async () => {
  const directory = temporaryFolder();
  const topics = open(directory, [{ name: 't', partitions: 1 }]);
  const seen: number[] = [];
  topics.partition('t', 0)!.onAppend((bytes) => seen.push(bytes));
  await topics.delete('t');
  expect(seen).toEqual([Number.POSITIVE_INFINITY]);
  expect(fs.readdirSync(path.join(directory, 'topics'))).toEqual([]);
  expect(fs.readdirSync(path.join(directory, 'trash'))).toEqual([]);
});
