import { expect, it } from 'vitest';
import type { AnyApi } from '../../../../../infra/embedded/broker/apis/api.ts';
import { apis } from '../../../../../infra/embedded/broker/apis/index.ts';
import { errorCodes } from '../../../../../infra/embedded/broker/protocol/errors.ts';
import { Writer } from '../../../../../infra/embedded/broker/protocol/writer.ts';
import { kafkajsRequest } from '../support/kafkajs-codec.ts';
import { startedBroker } from '../support/started.ts';
import { Wire } from '../support/wire.ts';

const DECLARED = apis.map(({ key, minVersion, maxVersion }: AnyApi) => [key, minVersion, maxVersion]);

async function connected() {
  const broker = await startedBroker({
    topics: [{ name: 't', partitions: 2 }],
    groups: { initialRebalanceDelayMs: 0 },
  });
  const wire = await Wire.open(broker);
  return { broker, wire };
}

/** The versions that both sides know. */
function shared(name: string, key: number): number[] {
  const api = apis.find((it) => it.key === key)!;
  return kafkajsRequest(name).versions.filter((it) => it >= api.minVersion && it <= api.maxVersion);
}

it('tells what it can do, which is what is in the list of APIs', async () => {
  const { wire } = await connected();
  for (const version of [0, 1, 2]) {
    const answer = await wire.exchange(18, version, new Writer());
    expect(answer.int16()).toBe(errorCodes.none);
    expect(answer.array((it) => [it.int16(), it.int16(), it.int16()])).toEqual(DECLARED);
    expect(answer.remaining).toBe(version === 0 ? 0 : 4);
  }
});

it('answers a newer ApiVersions in the layout of version 0, with what it can do', async () => {
  const { wire } = await connected();
  // The body of version 3 has another encoding, which the broker does not look at.
  const answer = await wire.exchange(18, 3, new Writer().raw(Buffer.from([0, 4, 1, 2, 3, 0])));
  expect(answer.int16()).toBe(errorCodes.unsupportedVersion);
  expect(answer.array((it) => [it.int16(), it.int16(), it.int16()])).toEqual(DECLARED);
  expect(answer.remaining).toBe(0);
});

it('closes the connection for other versions and APIs that it does not have', async () => {
  const { broker } = await connected();
  for (const [key, version] of [
    [3, 7],
    [0, 2],
    [999, 0],
    [-1, -1],
  ] as const) {
    const wire = await Wire.open(broker);
    wire.send(key, version, new Writer());
    await wire.closed;
  }
});

it('knows every version of every request that kafkajs may send, from the first with record batches on', () => {
  const highest = {
    produce: [0, 7],
    fetch: [1, 11],
    listOffsets: [2, 3],
    metadata: [3, 6],
    offsetCommit: [8, 5],
    offsetFetch: [9, 4],
    findCoordinator: [10, 2],
    joinGroup: [11, 5],
    heartbeat: [12, 3],
    leaveGroup: [13, 3],
    syncGroup: [14, 3],
    describeGroups: [15, 2],
    listGroups: [16, 2],
    apiVersions: [18, 2],
    createTopics: [19, 3],
    deleteTopics: [20, 1],
    initProducerId: [22, 1],
    describeConfigs: [32, 2],
  };
  for (const [name, [key, version]] of Object.entries(highest)) {
    expect(shared(name, key!).at(-1), name).toBe(version);
  }
});

it('produces and fetches in every version', async () => {
  const { wire } = await connected();
  let sent = 0;
  for (const version of shared('produce', 0)) {
    const messages = [
      { key: 'k', value: `v${sent}`, timestamp: 1_700_000_000_000 + sent, headers: { h: 'x' } },
    ];
    const answer = await kafkajsRequest('produce').send(wire, version, {
      acks: -1,
      timeout: 1_000,
      topicData: [{ topic: 't', partitions: [{ partition: 1, firstSequence: 0, messages }] }],
    });
    const partition = { partition: 1, errorCode: 0, baseOffset: String(sent) };
    expect(answer).toMatchObject({ topics: [{ topicName: 't', partitions: [partition] }] });
    sent++;
  }
  for (const version of shared('fetch', 1)) {
    const partitions = [{ partition: 1, fetchOffset: '1', maxBytes: 10_000 }];
    const answer = await kafkajsRequest('fetch').send<{
      responses: { partitions: { messages: { offset: string; value: Buffer }[] }[] }[];
    }>(wire, version, {
      maxWaitTime: 10,
      minBytes: 1,
      maxBytes: 100_000,
      topics: [{ topic: 't', partitions }],
    });
    const partition = answer.responses[0]!.partitions[0]!;
    expect(partition).toMatchObject({ partition: 1, errorCode: 0, highWatermark: String(sent) });
    expect(partition.messages.map((it) => it.value.toString())).toEqual(['v1', 'v2', 'v3', 'v4']);
  }
  for (const version of shared('listOffsets', 2)) {
    for (const [timestamp, offset] of [
      [-1, sent],
      [-2, 0],
      [1_700_000_000_002, 2],
      [1_800_000_000_000, -1],
    ]) {
      const topics = [{ topic: 't', partitions: [{ partition: 1, timestamp }] }];
      const answer = await kafkajsRequest('listOffsets').send(wire, version, { topics });
      const partitions = [{ partition: 1, errorCode: 0, offset: String(offset) }];
      expect(answer).toMatchObject({ responses: [{ topic: 't', partitions }] });
    }
  }
});

it('describes itself in every version', async () => {
  const { broker, wire } = await connected();
  for (const version of shared('metadata', 3)) {
    const answer = await kafkajsRequest('metadata').send(wire, version, { topics: ['t'] });
    expect(answer).toMatchObject({
      brokers: [{ nodeId: 0, host: broker.host, port: broker.port }],
      topicMetadata: [
        {
          topicErrorCode: 0,
          topic: 't',
          partitionMetadata: [
            { partitionErrorCode: 0, partitionId: 0, leader: 0, replicas: [0], isr: [0] },
            { partitionErrorCode: 0, partitionId: 1, leader: 0, replicas: [0], isr: [0] },
          ],
        },
      ],
    });
  }
  for (const version of shared('findCoordinator', 10)) {
    const answer = await kafkajsRequest('findCoordinator').send(wire, version, { groupId: 'g' });
    expect(answer).toMatchObject({
      errorCode: 0,
      coordinator: { nodeId: 0, host: broker.host, port: broker.port },
    });
  }
  for (const version of shared('initProducerId', 22)) {
    const answer = await kafkajsRequest('initProducerId').send<{ producerId: string }>(wire, version, {
      transactionalId: null,
    });
    expect(answer).toMatchObject({ errorCode: 0, producerEpoch: 0 });
    expect(Number(answer.producerId)).toBeGreaterThanOrEqual(0);
  }
  for (const version of shared('describeConfigs', 32)) {
    const resources = [{ type: 2, name: 't', configNames: ['cleanup.policy'] }];
    const answer = await kafkajsRequest('describeConfigs').send(wire, version, {
      resources,
      includeSynonyms: false,
    });
    const configEntries = [{ configName: 'cleanup.policy', configValue: 'delete' }];
    expect(answer).toMatchObject({ resources: [{ errorCode: 0, resourceName: 't', configEntries }] });
  }
});

it('creates and deletes topics in every version', async () => {
  const { wire } = await connected();
  for (const version of shared('createTopics', 19)) {
    const topic = `made-${version}`;
    const create = { topics: [{ topic, numPartitions: 2, replicationFactor: 1 }], validateOnly: false };
    const created = await kafkajsRequest('createTopics').send(wire, version, create);
    expect(created).toMatchObject({ topicErrors: [{ topic, errorCode: 0 }] });
    const deleted = await kafkajsRequest('deleteTopics').send(wire, Math.min(version, 1), {
      topics: [topic],
    });
    expect(deleted).toMatchObject({ topicErrors: [{ topic, errorCode: 0 }] });
  }
});

it('runs a group in every version', async () => {
  const { wire } = await connected();
  const version = (name: string, key: number, i: number) => {
    const versions = shared(name, key);
    return versions[Math.min(i, versions.length - 1)]!;
  };
  const send = <Answer = object>(name: string, key: number, i: number, parameters: object) =>
    kafkajsRequest(name).send<Answer>(wire, version(name, key, i), parameters);

  for (let i = 0; i <= 5; i++) {
    const groupId = `group-${i}`;
    const memberId = await join(groupId, i);
    const member = { groupId, memberId, groupGenerationId: 1, generationId: 1 };
    const groupAssignment = [{ memberId, memberAssignment: Buffer.from('share') }];
    const synced = await send('syncGroup', 14, i, { ...member, groupAssignment });
    expect(synced).toMatchObject({ errorCode: 0, memberAssignment: Buffer.from('share') });
    expect(await send('heartbeat', 12, i, member)).toMatchObject({ errorCode: 0 });
    const topics = [{ topic: 't', partitions: [{ partition: 1, offset: String(40 + i), metadata: 'm' }] }];
    expect(await send('offsetCommit', 8, i, { ...member, topics })).toMatchObject({
      responses: [{ topic: 't', partitions: [{ partition: 1, errorCode: 0 }] }],
    });
    const wanted = [{ topic: 't', partitions: [{ partition: 1 }, { partition: 0 }] }];
    const partitions = [
      { partition: 1, errorCode: 0, offset: String(40 + i), metadata: 'm' },
      { partition: 0, errorCode: 0, offset: '-1', metadata: '' },
    ];
    expect(await send('offsetFetch', 9, i, { groupId, topics: wanted })).toMatchObject({
      responses: [{ topic: 't', partitions }],
    });
    expect(await send('describeGroups', 15, i, { groupIds: [groupId, 'no-such'] })).toMatchObject({
      groups: [
        { groupId, state: 'Stable', protocol: 'range', members: [{ memberId, clientId: 'wire' }] },
        { groupId: 'no-such', state: 'Dead', errorCode: 0 },
      ],
    });
    const { groups } = await send<{ groups: object[] }>('listGroups', 16, i, {});
    expect(groups).toContainEqual({ groupId, protocolType: 'consumer' });
    expect(await send('leaveGroup', 13, i, member)).toMatchObject({ errorCode: 0 });
  }

  async function join(groupId: string, i: number): Promise<string> {
    const parameters = {
      groupId,
      sessionTimeout: 10_000,
      rebalanceTimeout: 10_000,
      protocolType: 'consumer',
      groupProtocols: [{ name: 'range', metadata: Buffer.from('m') }],
    };
    let memberId = '';
    if (i >= 4) memberId = await firstJoin({ ...parameters, memberId }, i);
    const joined = await send<{ memberId: string }>('joinGroup', 11, i, { ...parameters, memberId });
    expect(joined).toMatchObject({ errorCode: 0, generationId: 1, groupProtocol: 'range' });
    expect(joined).toMatchObject({ leaderId: joined.memberId, members: [{ memberId: joined.memberId }] });
    return joined.memberId;
  }

  /** From version 4 on the first attempt is refused, with the id to come back with. */
  async function firstJoin(parameters: object, i: number): Promise<string> {
    const refusal = await send('joinGroup', 11, i, parameters).catch((error) => error);
    expect(refusal).toMatchObject({ type: 'MEMBER_ID_REQUIRED' });
    return refusal.memberId;
  }
});
