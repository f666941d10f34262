import type { InputTopic } from '../../schemas/index.ts';
import type { SchemaRegistry } from '../lib/avro/registry.ts';
import type { StreamRecord } from '../lib/event-stream.ts';
import { dead, type Outcome, ok, type Stage } from './outcome.ts';
import { createDecode } from './stages/decode.ts';
import { createEnrich, type EnrichedEvent, type Reference } from './stages/enrich.ts';
import { validate, validateKey } from './stages/validate.ts';

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
      let stage: Stage = 'decode';
      try {
        const decoded = decode.decode(topic, record);
        if (!decoded.ok) return decoded;
        stage = 'validate';
        const valid = validate(topic, decoded.value);
        if (!valid.ok) return valid;
        const keyed = validateKey(valid.value, record.key);
        if (!keyed.ok) return keyed;
        stage = 'enrich';
        return ok(enrich(topic, keyed.value));
      } catch (error) {
        // A fault of ours: the record is kept for when it is mended, and no record may stop the others.
        return dead(stage, 'not_processed', (error as Error).name);
      }
    },
  };
}
