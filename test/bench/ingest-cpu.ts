/** Alone: `node --cpu-prof --import tsx test/bench/ingest-cpu.ts`. */
import { fileURLToPath } from 'node:url';
import { INPUT_TOPICS, type InputTopic, schemaText, TOPICS } from '../../schemas/index.ts';
import { loadContactCenter } from '../../services/center/contact-center.ts';
import { keyOf } from '../../services/domain/events/event.ts';
import { addToBlock, advance, type Block, createBlock } from '../../services/ingest/block.ts';
import { type BlockWriter, createBlockWriter } from '../../services/ingest/block-writer.ts';
import { changeRows, writeChange } from '../../services/ingest/change-rows.ts';
import { newsOf, toldOf } from '../../services/ingest/news.ts';
import { createPipeline, type Pipeline } from '../../services/ingest/pipeline.ts';
import { createReference } from '../../services/ingest/reference.ts';
import type { ConversationEvent, EnrichedEvent } from '../../services/ingest/stages/enrich.ts';
import { createTracker, type Tracker, type Tracking } from '../../services/ingest/tracker/tracker.ts';
import { encodeBody } from '../../services/lib/avro/codec.ts';
import type { SchemaRegistry } from '../../services/lib/avro/registry.ts';
import { frame } from '../../services/lib/avro/wire-format.ts';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import type { Rows } from '../../services/lib/clickhouse/native/rows.ts';
import type { StreamBatch, StreamRecord } from '../../services/lib/event-stream.ts';
import type { AvroProducer } from '../../services/lib/kafka/producer.ts';
import type { ToldConversation } from '../../services/live/feed.ts';
import { createNewsWriter } from '../../services/live/topic/news.ts';
import { loadEvents } from '../../services/simulator/load.ts';
import { atLeast, type Bench, figure, table } from './report.ts';
import { scaled } from './scale.ts';

const EVENTS = scaled(400_000);
const WARM_UP = scaled(60_000);
/** Records of a batch, and of a unit, as ingest has them when it is behind. */
const BATCH = 2_000;
const UNIT = 20_000;
/** All that ends in the load ended lately, so that all of it is told: the most that news ever say. UTC ms. */
const NEWS_AT = Date.UTC(2024, 0, 15, 8, 1);
/** 25 microseconds an event. */
const GOAL_PER_SECOND = 40_000;

/** Decode, validate, enrich, track and row encoding on one core: everything that ingest does without a server. */
export const ingestCpuBench: Bench = {
  name: 'ingest-cpu',
  title: 'decode, validate, enrich, track and encode alone, on one core',
  async run(say) {
    say(`${WARM_UP + EVENTS} events`);
    const batches = encodedBatches(WARM_UP + EVENTS);
    const bench = await assemble();
    let spentUs = 0;
    let offset = 0;
    let newsBefore = 0;
    for (const encoded of batches) {
      const batch = batchOf(encoded, offset);
      offset += batch.records.length;
      const startedAt = process.cpuUsage();
      await bench.take(batch);
      const { user, system } = process.cpuUsage(startedAt);
      if (bench.written.events >= WARM_UP) spentUs += user + system;
      else newsBefore = bench.written.newsUs;
    }
    await bench.flush();
    const { events, facts, bytes, newsUs, newsBytes } = bench.written;
    const newsSpentUs = newsUs - newsBefore;
    if (events !== WARM_UP + EVENTS)
      throw new Error(`${events} rows of events, expected ${WARM_UP + EVENTS}`);
    return [
      atLeast(
        'ingest-cpu',
        'events a second of processor time',
        (EVENTS * 1e6) / (spentUs - newsSpentUs),
        GOAL_PER_SECOND,
        '/s',
      ),
      // What the topic of live news costs on top of it, where ingest is behind.
      figure(
        'ingest-cpu',
        'live news, of the processor time of the rest',
        newsSpentUs / (spentUs - newsSpentUs),
        '',
      ),
      figure('ingest-cpu', 'bytes of live news an event', newsBytes / events, ''),
      figure('ingest-cpu', 'facts written an event', facts / events, ''),
      figure('ingest-cpu', 'bytes written an event', bytes / events, ''),
    ];
  },
};

/** The parts of ingest with a store that knows nothing and takes everything. */
async function assemble() {
  const written = { events: 0, facts: 0, bytes: 0, newsUs: 0, newsBytes: 0 };
  const news = createNewsWriter();
  const reference = createReference(loadContactCenter());
  const pipeline: Pipeline = createPipeline({
    registry: { schemaById: async (id: number) => schemaText(INPUT_TOPICS[id - 1]!) } as SchemaRegistry,
    reference: () => reference,
    texts: () => null,
    maxBytes: 1_048_576,
  });
  const tracker: Tracker = createTracker(
    { read: async () => new Map(), forget() {} },
    { maxConversations: 50_000 },
  );
  const writer: BlockWriter = createBlockWriter({
    clickhouse: {
      insert: async (_table: string, rows: Rows) => {
        if (rows.count > 0) for (const chunk of rows.chunks()) written.bytes += chunk.length;
      },
    } as unknown as ClickHouse,
    producer: {} as AvroProducer,
    now: Date.now,
  });
  let block: Block = createBlock();

  async function flush(): Promise<void> {
    const changed = changeRows(Date.now());
    const conversations: Tracking[] = [];
    const told: ToldConversation[] = [];
    for (const change of tracker.drain()) {
      writeChange(changed, change);
      conversations.push(change.timeline);
      told.push(toldOf(change, NEWS_AT));
    }
    const unit = { block, changed, conversations };
    block = createBlock();
    written.events += unit.block.events.count;
    written.facts += changed.facts.count;
    tellOf(told);
    for (const step of writer.steps) await step.run(unit);
    tracker.stored(conversations);
  }

  /** As ingest tells of a unit on the topic, up to what is handed to Kafka's client. */
  function tellOf(told: readonly ToldConversation[]): void {
    const startedAt = process.cpuUsage();
    for (const piece of news.write(newsOf(told, [], [])))
      written.newsBytes += frame(1, encodeBody(TOPICS.live, piece)).length;
    const { user, system } = process.cpuUsage(startedAt);
    written.newsUs += user + system;
  }

  return {
    written,
    flush,
    async take(batch: StreamBatch): Promise<void> {
      const topic = batch.topic as InputTopic;
      await pipeline.prepare(topic, batch.records);
      const outcomes = batch.records.map((record) => pipeline.process(topic, record));
      const events = outcomes.flatMap((o) => {
        if (!o.ok) throw new Error(`an event is dead: ${o.detail}`);
        return [o.value];
      });
      await tracker.load(events.filter(isOfConversation));
      events.forEach((event, i) => {
        const { offset, timestamp: kafkaAt } = batch.records[i]!;
        const origin = { partition: batch.partition, offset, kafkaAt };
        if (event.kind === 'agent' || tracker.add(event, origin)) addToBlock(block, event, origin, 1);
      });
      advance(block, batch);
      if (block.records >= UNIT) await flush();
    },
  };
}

function isOfConversation(event: EnrichedEvent): event is ConversationEvent {
  return event.kind === 'conversation';
}

/** A batch as it lies on the wire: keys and values one behind the other, and where each ends. */
interface EncodedBatch {
  topic: InputTopic;
  bytes: Buffer;
  ends: number[];
}

/**
 * Batches of one topic each, in the order in which a consumer would get them. They are encoded before anything is
 * measured: what making them up leaves behind would be collected at the cost of ingest.
 */
function encodedBatches(count: number): EncodedBatch[] {
  const batches: EncodedBatch[] = [];
  const gathering = new Map<InputTopic, Buffer[]>(INPUT_TOPICS.map((topic) => [topic, []]));
  const events = loadEvents({ seed: 1 });
  for (let i = 0; i < count; i++) {
    const event = events.next().value;
    const parts = gathering.get(event.topic)!;
    const schemaId = INPUT_TOPICS.indexOf(event.topic) + 1;
    parts.push(Buffer.from(keyOf(event)), frame(schemaId, encodeBody(event.topic, event.value)));
    if (parts.length < 2 * BATCH) continue;
    batches.push(encodedBatch(event.topic, parts));
    gathering.set(event.topic, []);
  }
  for (const [topic, parts] of gathering) if (parts.length > 0) batches.push(encodedBatch(topic, parts));
  return batches;
}

function encodedBatch(topic: InputTopic, parts: readonly Buffer[]): EncodedBatch {
  let end = 0;
  const ends = parts.map((part) => {
    end += part.length;
    return end;
  });
  return { topic, bytes: Buffer.concat(parts), ends };
}

function batchOf({ topic, bytes, ends }: EncodedBatch, firstOffset: number): StreamBatch {
  const records = ends.flatMap((end, i): StreamRecord[] => {
    if (i % 2 === 0) return [];
    const offset = firstOffset + (i - 1) / 2;
    const keyEnd = ends[i - 1]!;
    const key = bytes.subarray(ends[i - 2] ?? 0, keyEnd);
    return [
      { offset: BigInt(offset), timestamp: offset, key, value: bytes.subarray(keyEnd, end), headers: [] },
    ];
  });
  return { topic, partition: 0, records, endOffset: records.at(-1)!.offset + 1n };
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(table(await ingestCpuBench.run((line) => console.error(line))));
