import { type Broker, CLUSTER_ID, NODE_ID } from '../broker.ts';
import { type ErrorCode, errorCodes } from '../protocol/errors.ts';
import type { Writer } from '../protocol/writer.ts';
import { isTopicName } from '../topics/topic.ts';
import { defineApi } from './api.ts';

interface MetadataRequest {
  /** Null: all. */
  topics: string[] | null;
  allowAutoCreation: boolean;
}

interface MetadataResponse {
  host: string;
  port: number;
  topics: { name: string; errorCode: ErrorCode; partitionCount: number }[];
}

export const metadata = defineApi<MetadataRequest, MetadataResponse>({
  key: 3,
  name: 'Metadata',
  minVersion: 0,
  maxVersion: 6,

  decode(reader, version) {
    const names = reader.nullableArray(() => reader.string());
    // In version 0 an empty list asks for all topics, afterwards for none.
    const topics = version === 0 && names?.length === 0 ? null : names;
    return { topics, allowAutoCreation: version >= 4 ? reader.boolean() : true };
  },

  handle({ topics, allowAutoCreation }, { broker }) {
    const { host, port } = broker;
    const names = topics ?? broker.topics.list().map((it) => it.name);
    return { host, port, topics: names.map((name) => describe(broker, name, allowAutoCreation)) };
  },

  refuse({ topics }, errorCode) {
    return {
      host: '',
      port: 0,
      topics: (topics ?? []).map((name) => ({ name, errorCode, partitionCount: 0 })),
    };
  },

  encode(writer, { host, port, topics }, version) {
    if (version >= 3) writer.int32(0); // Throttle time.
    // A refused request names no address, so that no client goes looking for one.
    writer.array(host === '' ? [] : [NODE_ID], (nodeId) => {
      writer.int32(nodeId).string(host).int32(port);
      if (version >= 1) writer.nullableString(null); // Rack.
    });
    if (version >= 2) writer.nullableString(CLUSTER_ID);
    if (version >= 1) writer.int32(NODE_ID); // Controller.
    writer.array(topics, ({ name, errorCode, partitionCount }) => {
      writer.int16(errorCode).string(name);
      if (version >= 1) writer.boolean(false); // Internal.
      writer.array([...Array(partitionCount).keys()], (index) => encodePartition(writer, index, version));
    });
  },
});

function encodePartition(writer: Writer, index: number, version: number): void {
  writer.int16(errorCodes.none).int32(index).int32(NODE_ID);
  writer.array([NODE_ID], (nodeId) => writer.int32(nodeId)); // Replicas.
  writer.array([NODE_ID], (nodeId) => writer.int32(nodeId)); // Replicas in sync.
  if (version >= 5) writer.int32(0); // Replicas offline.
}

function describe(
  broker: Broker,
  name: string,
  allowAutoCreation: boolean,
): MetadataResponse['topics'][number] {
  if (!isTopicName(name)) return { name, errorCode: errorCodes.invalidTopic, partitionCount: 0 };
  const topic = allowAutoCreation ? broker.topics.getOrCreateKnown(name) : broker.topics.get(name);
  if (!topic) return { name, errorCode: errorCodes.unknownTopicOrPartition, partitionCount: 0 };
  return { name, errorCode: errorCodes.none, partitionCount: topic.partitions.length };
}
