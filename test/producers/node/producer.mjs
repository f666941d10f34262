// Sends a call to Linewatch: node producer.mjs CONVERSATION_ID
import { compatibilityPartitioner, ProduceAcks, Producer } from '@platformatic/kafka';
import avro from 'avsc';

const TOPIC = 'contact.chats';
const { KAFKA_BROKERS, SCHEMA_REGISTRY_URL } = process.env;

// Linewatch registers its schemas itself: a producer takes the latest one.
const response = await fetch(`${SCHEMA_REGISTRY_URL}/subjects/${TOPIC}-value/versions/latest`);
if (!response.ok) throw new Error(`the registry answers ${response.status}`);
const { id, schema } = await response.json();
const type = avro.Type.forSchema(JSON.parse(schema));

/** Confluent's wire format: a zero, the schema's id, the Avro body. */
function encode(value) {
  const header = Buffer.alloc(5);
  header.writeInt32BE(id, 1);
  return Buffer.concat([header, type.toBuffer(value)]);
}

const producer = new Producer({
  clientId: 'example',
  bootstrapBrokers: KAFKA_BROKERS.split(','),
  acks: ProduceAcks.ALL,
  idempotent: true,
  partitioner: compatibilityPartitioner, // that of the other clients: this client's own is another
});

const call = process.argv[2];
const openedAt = Date.now() - 300_000; // UTC milliseconds

function message(seconds, kind, fields = {}) {
  const value = {
    event_id: `${call}:${kind}`, // the same when it is sent again: then it counts once
    occurred_at: openedAt + seconds * 1000,
    conversation_id: call,
    opened_at: openedAt,
    channel: 'voice',
    source: 'node',
    actor: kind === 'answered' ? { kind: 'agent', id: 'agent-7' } : { kind: 'customer' },
    queue: 'billing',
    type: kind, // what the branch below must be
    event: { [`contact.chats.${kind}`]: fields }, // the branch by name
  };
  return { topic: TOPIC, key: Buffer.from(call), value: encode(value) };
}

await producer.send({
  messages: [
    message(0, 'started'),
    message(10, 'queued'),
    message(30, 'answered'),
    message(200, 'ended', { resolved: true }),
  ],
});
await producer.close();
