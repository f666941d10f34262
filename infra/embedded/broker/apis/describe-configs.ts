import { type Broker, NODE_ID } from '../broker.ts';
import { type ErrorCode, errorCodes } from '../protocol/errors.ts';
import { formatLimit } from '../topics/config.ts';
import { defineApi } from './api.ts';

interface Resource {
  type: number;
  name: string;
  /** Null: all settings. */
  configNames: string[] | null;
}

interface DescribedResource {
  errorCode: ErrorCode;
  type: number;
  name: string;
  configs: { name: string; value: string }[];
}

const TOPIC = 2;
const BROKER = 4;
const SOURCE_STATIC_BROKER_CONFIG = 4;

export const describeConfigs = defineApi<{ resources: Resource[] }, { resources: DescribedResource[] }>({
  key: 32,
  name: 'DescribeConfigs',
  minVersion: 0,
  maxVersion: 2,

  decode(reader, version) {
    const resources = reader.array(() => ({
      type: reader.int8(),
      name: reader.string(),
      configNames: reader.nullableArray(() => reader.string()),
    }));
    if (version >= 1) reader.boolean(); // Synonyms: there are none.
    return { resources };
  },

  handle: ({ resources }, { broker }) => ({
    resources: resources.map(({ type, name, configNames }) => {
      const settings = settingsOf(broker, type, name);
      if (!settings) return { errorCode: errorCodes.unknownTopicOrPartition, type, name, configs: [] };
      const configs = Object.entries(settings)
        .filter(([key]) => !configNames || configNames.includes(key))
        .map(([key, value]) => ({ name: key, value }));
      return { errorCode: errorCodes.none, type, name, configs };
    }),
  }),

  refuse: ({ resources }, errorCode) => ({
    resources: resources.map(({ type, name }) => ({ errorCode, type, name, configs: [] })),
  }),

  encode(writer, { resources }, version) {
    writer.int32(0); // Throttle time.
    writer.array(resources, ({ errorCode, type, name, configs }) => {
      writer.int16(errorCode).nullableString(null).int8(type).string(name);
      writer.array(configs, (config) => {
        writer.string(config.name).nullableString(config.value).boolean(true); // Read-only.
        if (version === 0)
          writer.boolean(false); // Default.
        else writer.int8(SOURCE_STATIC_BROKER_CONFIG);
        writer.boolean(false); // Sensitive.
        if (version >= 1) writer.int32(0); // Synonyms.
      });
    });
  },
});

function settingsOf(
  { topics, limits }: Broker,
  type: number,
  name: string,
): Record<string, string> | undefined {
  if (type === BROKER && name === String(NODE_ID)) {
    return {
      'message.max.bytes': String(limits.maxBatchBytes),
      'socket.request.max.bytes': String(limits.maxRequestBytes),
      'auto.create.topics.enable': 'false',
    };
  }
  const topic = type === TOPIC ? topics.get(name) : undefined;
  return (
    topic && {
      'cleanup.policy': 'delete',
      'retention.ms': formatLimit(topic.retention.ms),
      'retention.bytes': formatLimit(topic.retention.bytes),
      'segment.bytes': String(limits.segmentBytes),
      'max.message.bytes': String(limits.maxBatchBytes),
    }
  );
}
