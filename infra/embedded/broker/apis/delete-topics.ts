import type { Broker } from '../broker.ts';
import { type ErrorCode, errorCodes } from '../protocol/errors.ts';
import { defineApi } from './api.ts';

interface DeleteTopicsResponse {
  topics: { name: string; errorCode: ErrorCode }[];
}

export const deleteTopics = defineApi<{ names: string[] }, DeleteTopicsResponse>({
  key: 20,
  name: 'DeleteTopics',
  minVersion: 0,
  maxVersion: 1,

  decode(reader) {
    const names = reader.array(() => reader.string());
    reader.int32(); // Timeout.
    return { names };
  },

  async handle({ names }, { broker }) {
    return { topics: await Promise.all(names.map((name) => remove(broker, name))) };
  },

  refuse: ({ names }, errorCode) => ({ topics: names.map((name) => ({ name, errorCode })) }),

  encode(writer, { topics }, version) {
    if (version >= 1) writer.int32(0); // Throttle time.
    writer.array(topics, ({ name, errorCode }) => writer.string(name).int16(errorCode));
  },
});

async function remove(broker: Broker, name: string): Promise<{ name: string; errorCode: ErrorCode }> {
  if (!broker.topics.get(name)) return { name, errorCode: errorCodes.unknownTopicOrPartition };
  await Promise.all([broker.topics.delete(name), broker.offsets.forgetTopic(name)]);
  return { name, errorCode: errorCodes.none };
}
