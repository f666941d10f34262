import type { InputTopic } from '../../schemas/index.ts';
import type { SchemaRegistry } from '../lib/avro/registry.ts';
import type { StreamRecord } from '../lib/event-stream.ts';
import type { Outcome } from './outcome.ts';
import { createDecode } from './stages/decode.ts';
import { createEnrich, type EnrichedEvent, type Reference } from './stages/enrich.ts';
import { validate } from './stages/validate.ts';

/** decode -> validate -> enrich: a record becomes an enriched event or a dead letter. */
export interface Pipeline {
  /** Learns the schemas that these records name. Rejects (retriable) while the registry is away. */
  prepare(topic: InputTopic, records: readonly StreamRecord[]): Promise<void>;
  process(topic: InputTopic, record: StreamRecord): Outcome<EnrichedEvent>;
}

export function createPipeline(deps: {
  registry: SchemaRegistry;
  reference: () => Reference;
  maxBytes: number;
}): Pipeline {
  const decode = createDecode(deps.registry, { maxBytes: deps.maxBytes });
  const enrich = createEnrich(deps.reference);
  return {
    async prepare(topic, records) {
      for (const id of decode.missing(topic, records)) await decode.learn(topic, id);
    },
    process(topic, record) {
      const decoded = decode.decode(topic, record);
      if (!decoded.ok) return decoded;
      const valid = validate(decoded.value);
      if (!valid.ok) return valid;
      return { ok: true, value: enrich(topic, valid.value) };
    },
  };
}
