/** A consumer in a process of its own, for a test that kills it: `node --import tsx consume.ts BROKER TOPIC GROUP`. */
import kafkajs from 'kafkajs';

const [broker, topic, groupId] = process.argv.slice(2);
if (!broker || !topic || !groupId) throw new Error('usage: consume.ts BROKER TOPIC GROUP');
const kafka = new kafkajs.Kafka({ brokers: [broker], logLevel: kafkajs.logLevel.NOTHING });
const consumer = kafka.consumer({
  groupId,
  sessionTimeout: 1_500,
  heartbeatInterval: 100,
  maxWaitTimeInMs: 50,
});
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
// Takes messages and never finishes one: what it holds when it is killed has to go to the others.
await consumer.run({ eachMessage: () => new Promise(() => {}) });
