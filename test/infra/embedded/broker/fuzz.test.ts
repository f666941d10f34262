import fc from 'fast-check';
import { expect, it } from 'vitest';
import { apis } from '../../../../infra/embedded/broker/apis/index.ts';
import { Writer } from '../../../../infra/embedded/broker/protocol/writer.ts';
import type { RunningBroker } from '../../../../infra/embedded/broker/server.ts';
import { encodeBatch } from './support/batch.ts';
import { fetch, fetchBody, produce, produceBody } from './support/requests.ts';
import { startedBroker } from './support/started.ts';
import { Wire } from './support/wire.ts';

const PER_KIND = 2_000;

const bytesOf = (writer: Writer) => Buffer.concat(writer.finish());

function framed(payload: Buffer): Buffer {
  return bytesOf(new Writer().bytes(payload));
}

function header(apiKey: number, version: number): Buffer {
  return bytesOf(new Writer().int16(apiKey).int16(version).int32(1).nullableString('fuzz'));
}

/** Sends frames on as many connections as it takes, since each may be closed for what it brought. */
async function assault(broker: RunningBroker, frames: readonly Buffer[]): Promise<void> {
  let wire = await Wire.open(broker);
  for (const [i, frame] of frames.entries()) {
    wire.sendRaw(frame);
    if (i % 20 < 19) continue;
    wire.close();
    wire = await Wire.open(broker);
  }
  wire.close();
}

/** What counts after every assault: the broker does its work. */
async function expectWorking(broker: RunningBroker): Promise<void> {
  const wire = await Wire.open(broker);
  const { errorCode, baseOffset } = await produce(wire, encodeBatch());
  expect(errorCode).toBe(0);
  expect(await fetch(wire, { offset: baseOffset })).toMatchObject({
    errorCode: 0,
    endOffset: baseOffset + 1,
  });
  wire.close();
}

async function logged(): Promise<{ broker: RunningBroker; errors: unknown[] }> {
  const errors: unknown[] = [];
  const nothing = () => {};
  const log = {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: (fields: object) => errors.push(fields),
  };
  return { broker: await startedBroker({ log, limits: { maxRequestBytes: 1 << 20 } }), errors };
}

const randomBytes = fc.uint8Array({ maxLength: 200 }).map((it) => Buffer.from(it));
const anyApi = fc.constantFrom(...apis).chain((api) => {
  return fc
    .integer({ min: api.minVersion, max: api.maxVersion })
    .map((version) => ({ key: api.key, version }));
});

it('takes random bytes', async () => {
  const { broker, errors } = await logged();
  await assault(broker, fc.sample(randomBytes, PER_KIND));
  await expectWorking(broker);
  expect(errors).toEqual([]);
});

it('takes requests with random bodies for each of its APIs and versions', async () => {
  const { broker, errors } = await logged();
  const request = fc.tuple(anyApi, randomBytes).map(([{ key, version }, body]) => {
    return framed(Buffer.concat([header(key, version), body]));
  });
  await assault(broker, fc.sample(request, PER_KIND));
  await expectWorking(broker);
  expect(errors).toEqual([]);
});

it('takes good requests that are cut off or have bytes changed', async () => {
  const { broker, errors } = await logged();
  const good = [
    Buffer.concat([header(0, 7), bytesOf(produceBody(encodeBatch({ values: ['a', 'b'] })))]),
    Buffer.concat([header(1, 4), bytesOf(fetchBody())]),
  ];
  const spoilt = fc
    .tuple(fc.constantFrom(...good), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), fc.nat())
    .map(([request, changes, cut]) => {
      const bytes = Buffer.from(request);
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      return framed(cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes);
    });
  await assault(broker, fc.sample(spoilt, PER_KIND));
  await expectWorking(broker);
  expect(errors).toEqual([]);
});

it('takes lengths that lie, and closes the connection for them', async () => {
  const { broker } = await logged();
  for (const length of [-1, -(2 ** 31), 2 ** 31 - 1, (1 << 20) + 1]) {
    const wire = await Wire.open(broker);
    wire.sendRaw(bytesOf(new Writer().int32(length)));
    await wire.closed;
  }
  await expectWorking(broker);
});

it('lets a request that never ends wait without holding up others', async () => {
  const { broker } = await logged();
  const wires = await Promise.all(Array.from({ length: 50 }, () => Wire.open(broker)));
  for (const wire of wires) wire.sendRaw(bytesOf(new Writer().int32(1 << 20).int32(0)));
  await expectWorking(broker);
  for (const wire of wires) wire.close();
});

it('closes the connection for every API when the body is missing, unless there is none', async () => {
  const { broker } = await logged();
  for (const { key, minVersion, name } of apis) {
    const wire = await Wire.open(broker);
    wire.sendRaw(framed(header(key, minVersion)));
    const outcome = await Promise.race([
      wire.receive().then(() => 'answered'),
      wire.closed.then(() => 'closed'),
    ]).catch(() => 'closed');
    const hasNoBody = name === 'ApiVersions' || name === 'ListGroups';
    expect(outcome, name).toBe(hasNoBody ? 'answered' : 'closed');
    wire.close();
  }
});
