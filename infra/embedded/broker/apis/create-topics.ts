import { type Broker, NODE_ID } from '../broker.ts';
import { type ErrorCode, errorCodes, ProtocolError } from '../protocol/errors.ts';
import { parseTopicConfig } from '../topics/config.ts';
import { defineApi } from './api.ts';

interface NewTopic {
  name: string;
  partitions: number;
  replicationFactor: number;
  assignments: { partition: number; brokers: number[] }[];
  configs: { name: string; value: string | null }[];
}

interface CreatedTopic {
  name: string;
  errorCode: ErrorCode;
  errorMessage: string | null;
}

interface CreateTopicsRequest {
  topics: NewTopic[];
  validateOnly: boolean;
}

/** Stands for the broker's default, both for partitions and for replicas: one. */
const DEFAULT = -1;

export const createTopics = defineApi<CreateTopicsRequest, { topics: CreatedTopic[] }>({
  key: 19,
  name: 'CreateTopics',
  minVersion: 0,
  maxVersion: 3,

  decode(reader, version) {
    const topics = reader.array(() => ({
      name: reader.string(),
      partitions: reader.int32(),
      replicationFactor: reader.int16(),
      assignments: reader.array(() => ({
        partition: reader.int32(),
        brokers: reader.array(() => reader.int32()),
      })),
      configs: reader.array(() => ({ name: reader.string(), value: reader.nullableString() })),
    }));
    reader.int32(); // Timeout.
    return { topics, validateOnly: version >= 1 ? reader.boolean() : false };
  },

  handle: ({ topics, validateOnly }, { broker }) => ({
    topics: topics.map((topic) => {
      try {
        create(broker, topic, validateOnly);
        return { name: topic.name, errorCode: errorCodes.none, errorMessage: null };
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        return { name: topic.name, errorCode: error.code, errorMessage: error.message };
      }
    }),
  }),

  refuse: ({ topics }, errorCode) => ({
    topics: topics.map(({ name }) => ({ name, errorCode, errorMessage: null })),
  }),

  encode(writer, { topics }, version) {
    if (version >= 2) writer.int32(0); // Throttle time.
    writer.array(topics, ({ name, errorCode, errorMessage }) => {
      writer.string(name).int16(errorCode);
      if (version >= 1) writer.nullableString(errorMessage);
    });
  },
});

function create(broker: Broker, topic: NewTopic, validateOnly: boolean): void {
  const { name, assignments, replicationFactor } = topic;
  const onlyHere = assignments.every(({ brokers }) => brokers.length === 1 && brokers[0] === NODE_ID);
  if (!onlyHere) throw new ProtocolError(errorCodes.invalidReplicaAssignment, 'there is one broker');
  if (assignments.length === 0 && replicationFactor !== 1 && replicationFactor !== DEFAULT) {
    throw new ProtocolError(errorCodes.invalidReplicationFactor, 'there is one broker');
  }
  const partitions = assignments.length || (topic.partitions === DEFAULT ? 1 : topic.partitions);
  const retention = parseTopicConfig(topic.configs);
  broker.topics.validate(name, partitions);
  if (!validateOnly) broker.topics.create(name, { partitions, retention });
}
