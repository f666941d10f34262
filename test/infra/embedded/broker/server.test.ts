import net from 'node:net';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../../infra/embedded/broker/protocol/errors.ts';
import { Writer } from '../../../../infra/embedded/broker/protocol/writer.ts';
import { startBroker } from '../../../../infra/embedded/broker/server.ts';
import { encodeBatch } from './support/batch.ts';
import { temporaryFolder } from './support/folder.ts';
import { baseOffsets } from './support/log.ts';
import {
  API_VERSIONS,
  FETCH,
  fetch,
  fetchBody,
  METADATA,
  PRODUCE,
  produce,
  produceBody,
} from './support/requests.ts';
import { startedBroker } from './support/started.ts';
import { Wire } from './support/wire.ts';

/** Longer than a test may take: what ends earlier did not wait for it. */
const FOREVER_MS = 600_000;

describe('starting and stopping', () => {
  it('rejects when the port is taken, and leaves the data to others', async () => {
    const taken = await startedBroker();
    const dataDir = temporaryFolder();
    const start = startBroker({ dataDir, port: taken.port, topics: [] });
    await expect(start).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await startedBroker({ dataDir });
  });

  it('rejects when the folder cannot be used', async () => {
    await expect(startBroker({ dataDir: '/dev/null/nowhere', topics: [] })).rejects.toMatchObject({
      code: 'ENOTDIR',
    });
  });

  it('stops while clients wait for records and for a generation, and cuts them off', async () => {
    const broker = await startedBroker({ groups: { initialRebalanceDelayMs: FOREVER_MS } });
    const fetching = await Wire.open(broker);
    fetching.send(FETCH, 4, fetchBody({ maxWaitMs: FOREVER_MS }));
    const joining = await Wire.open(broker);
    const join = new Writer().string('g').int32(10_000).int32(FOREVER_MS).string('').string('consumer');
    joining.send(
      11,
      1,
      join.array(['range'], (name) => join.string(name).bytes(Buffer.alloc(0))),
    );
    const idle = await Wire.open(broker);
    await broker.close();
    await Promise.all([fetching.closed, joining.closed, idle.closed]);
    await expect(Wire.open(broker)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('goes on where it was after a restart', async () => {
    const dataDir = temporaryFolder();
    const first = await startedBroker({ dataDir });
    await produce(await Wire.open(first), encodeBatch({ values: ['a', 'b'] }));
    await first.close();
    const wire = await Wire.open(await startedBroker({ dataDir }));
    expect(await fetch(wire)).toMatchObject({ errorCode: 0, endOffset: 2 });
    expect(await produce(wire, encodeBatch())).toEqual({ errorCode: 0, baseOffset: 2 });
  });
});

describe('producing', () => {
  it('with acks 0 gives no answer, and stores all the same', async () => {
    const wire = await Wire.open(await startedBroker());
    wire.send(PRODUCE, 7, produceBody(encodeBatch(), { acks: 0 }));
    // Answers come in order: the next one is the fetch's.
    expect(await fetch(wire)).toMatchObject({ errorCode: 0, endOffset: 1 });
  });

  it('waits for the disk before the answer if the policy says so', async () => {
    const wire = await Wire.open(await startedBroker({ flush: 'every-batch' }));
    expect(await produce(wire, encodeBatch())).toEqual({ errorCode: 0, baseOffset: 0 });
    expect(await produce(wire, encodeBatch(), { acks: 1 })).toEqual({ errorCode: 0, baseOffset: 1 });
  });

  it.each([
    ['unknown topics', { topic: 'nowhere' }, errorCodes.unknownTopicOrPartition],
    ['acks that are none', { acks: 2 }, errorCodes.invalidRequiredAcks],
    ['transactions', { transactionalId: 'tx' }, errorCodes.transactionalIdAuthorizationFailed],
  ])('refuses %s', async (_what, options, errorCode) => {
    const wire = await Wire.open(await startedBroker());
    expect(await produce(wire, encodeBatch(), options)).toEqual({ errorCode, baseOffset: -1 });
    expect(await fetch(wire)).toMatchObject({ endOffset: 0 });
  });

  it('refuses a batch that is larger than the limit', async () => {
    const wire = await Wire.open(await startedBroker({ limits: { maxBatchBytes: 1_000 } }));
    const { errorCode } = await produce(wire, encodeBatch({ values: ['x'.repeat(1_000)] }));
    expect(errorCode).toBe(errorCodes.messageTooLarge);
  });
});

describe('fetching', () => {
  it('waits for records and gets them as they come, while others are served', async () => {
    const broker = await startedBroker();
    const waiting = await Wire.open(broker);
    const fetched = fetch(waiting, { maxWaitMs: FOREVER_MS });
    await produce(await Wire.open(broker), encodeBatch());
    expect(baseOffsets((await fetched).records)).toEqual([0]);
  });

  it('waits until as much is there as was asked for', async () => {
    const broker = await startedBroker();
    const batch = encodeBatch();
    const fetched = fetch(await Wire.open(broker), { maxWaitMs: FOREVER_MS, minBytes: batch.length * 3 });
    const producer = await Wire.open(broker);
    for (let i = 0; i < 3; i++) await produce(producer, encodeBatch());
    expect(baseOffsets((await fetched).records)).toEqual([0, 1, 2]);
  });

  it('gives up waiting after the time that the client allows', async () => {
    const wire = await Wire.open(await startedBroker());
    expect(await fetch(wire, { maxWaitMs: 20 })).toMatchObject({ errorCode: 0, endOffset: 0 });
  });

  it('gives at least one batch, and otherwise no more than asked for', async () => {
    const wire = await Wire.open(await startedBroker());
    const batch = encodeBatch({ values: ['x'.repeat(500)] });
    for (let i = 0; i < 5; i++) await produce(wire, Buffer.from(batch));
    expect(baseOffsets((await fetch(wire, { maxBytes: 1 })).records)).toEqual([0]);
    expect(baseOffsets((await fetch(wire, { offset: 1, maxBytes: batch.length * 2.5 })).records)).toEqual([
      1, 2,
    ]);
  });

  it('says at once that a partition is not there or an offset out of range', async () => {
    const wire = await Wire.open(await startedBroker());
    const patient = { maxWaitMs: FOREVER_MS };
    const unknown = await fetch(wire, { ...patient, topic: 'nowhere' });
    expect(unknown.errorCode).toBe(errorCodes.unknownTopicOrPartition);
    expect((await fetch(wire, { ...patient, offset: 1 })).errorCode).toBe(errorCodes.offsetOutOfRange);
  });

  it('finds the front of the log moved by retention', async () => {
    const retention = { ms: 60_000 };
    const broker = await startedBroker({ retention, now: () => 1_700_000_060_001 });
    const wire = await Wire.open(broker);
    await produce(wire, encodeBatch({ timestampsMs: [1_700_000_000_000] }));
    broker.applyRetention();
    expect((await fetch(wire)).errorCode).toBe(errorCodes.offsetOutOfRange);
    expect(await fetch(wire, { offset: 1 })).toMatchObject({ errorCode: 0, endOffset: 1 });
  });

  it('ends when the topic is deleted meanwhile', async () => {
    const broker = await startedBroker();
    const fetched = fetch(await Wire.open(broker), { maxWaitMs: FOREVER_MS });
    const remove = new Writer().array(['t'], (name, body) => body.string(name)).int32(1_000);
    await (await Wire.open(broker)).exchange(20, 1, remove);
    expect((await fetched).errorCode).toBe(errorCodes.unknownTopicOrPartition);
  });
});

describe('connections', () => {
  it('get their answers in order, however many requests are sent ahead', async () => {
    const wire = await Wire.open(await startedBroker());
    wire.send(FETCH, 4, fetchBody({ maxWaitMs: 30 }));
    for (let i = 0; i < 50; i++) wire.send(API_VERSIONS, i % 3, new Writer());
    for (let i = 0; i <= 50; i++) expect((await wire.receive()).readInt32BE(0)).toBe(i + 1);
  });

  it('are not read on while their client does not take the answers', async () => {
    const broker = await startedBroker();
    const batch = encodeBatch({ values: ['x'.repeat(900_000)] });
    await produce(await Wire.open(broker), batch);
    const socket = net.connect(broker.port, broker.host).pause();
    const body = Buffer.concat([
      ...new Writer().int16(FETCH).int16(4).int32(1).nullableString(null).finish(),
      ...fetchBody().finish(),
    ]);
    const request = Buffer.concat([...new Writer().bytes(body).finish()]);
    // The answers to all of these are 1.8 GB; the broker must hold only those that it has begun to send.
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 2_000; i++) socket.write(request);
    await produce(await Wire.open(broker), encodeBatch());
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
    socket.destroy();
  });
});

describe('faults on request', () => {
  it('close the connection, delay the answer or give an error, and the request has no effect or a late one', async () => {
    const seen: unknown[] = [];
    const script = ['close', { errorCode: errorCodes.kafkaStorageError }, { delayMs: 20 }] as const;
    const broker = await startedBroker({
      faults: (apiKey, header, request) => {
        if (apiKey !== PRODUCE) return;
        expect(header).toMatchObject({ apiKey, apiVersion: 7 });
        return script[seen.push(request) - 1];
      },
    });
    const cutOff = await Wire.open(broker);
    await expect(produce(cutOff, encodeBatch())).rejects.toThrow('closed');
    const wire = await Wire.open(broker);
    expect(await produce(wire, encodeBatch())).toEqual({
      errorCode: errorCodes.kafkaStorageError,
      baseOffset: -1,
    });
    expect(await produce(wire, encodeBatch())).toEqual({ errorCode: 0, baseOffset: 0 });
    expect(await produce(wire, encodeBatch())).toEqual({ errorCode: 0, baseOffset: 1 });
    expect(seen).toHaveLength(4);
    expect(seen[0]).toMatchObject({ acks: -1, topics: [{ name: 't' }] });
  });
});

it('creates known topics that are asked for, others not, and says what a name cannot be', async () => {
  const wire = await Wire.open(await startedBroker());
  const names = new Writer().array(['t', 'other', 'a/b'], (name, body) => body.string(name));
  const answer = await wire.exchange(METADATA, 0, names);
  answer.array(() => [answer.int32(), answer.string(), answer.int32()]);
  const ints = () => answer.array(() => answer.int32());
  const topics = answer.array(() => {
    const errorCode = answer.int16();
    const name = answer.string();
    answer.array(() => [answer.int16(), answer.int32(), answer.int32(), ints(), ints()]);
    return [name, errorCode];
  });
  expect(topics).toEqual([
    ['t', errorCodes.none],
    ['other', errorCodes.unknownTopicOrPartition],
    ['a/b', errorCodes.invalidTopic],
  ]);
});
