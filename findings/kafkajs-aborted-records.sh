#!/usr/bin/env bash
# kafkajs 2.2.4 (Node) with Apache Kafka 4.1.1, https://www.npmjs.com/package/kafkajs/v/2.2.4
#
# Expected: by default "the consumer will not return any transactional messages which were not committed" (kafkajs's
# documentation, readUncommitted), as Java's consumer with isolation.level=read_committed does not.
# Seen: it returns some of them. The broker sends what was aborted too, with a list of the transactions, and of each
# answer kafkajs takes up one transaction of the list with each record. Where two producers' aborted transactions lie
# among each other and an answer begins within both, as it does with any longer ones, its first record is held for
# valid; the next answer is asked for from just behind it, so the next record is too, up to the end of the producer's
# batch. And of a transaction in which a record has four zero bytes for a key, as Java's serializer writes the number 0,
# all is returned from there on: any such key is taken for the marker of an abort. What was undone and done anew counts
# twice, and nothing says so. One transaction by itself, as in a test, is never returned.
#
# Needs a JDK, 17 or newer, and Maven; the ports 39092 and 39093, or PORT and the next.
# Output seen (Node 20.20.2, Java 17):
#   one aborted: kafkajs returns 0 records of 360, Java 0
#   two aborted at a time: kafkajs returns 46 records of 720, Java 0
#   aborted, keys from 0: kafkajs returns 5 records of 5, Java 0
set -euo pipefail
work=$(mktemp -d)
trap 'kill $(jobs -p) 2> /dev/null || true; wait; rm -rf "$work"' EXIT
cd "$work"
port=${PORT:-39092}
npm install --no-audit --no-fund --loglevel error kafkajs@2.2.4 > /dev/null
cat > pom.xml << 'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>findings</groupId><artifactId>brokers</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>4.1.1</version>
    </dependency>
    <dependency>
      <groupId>org.apache.logging.log4j</groupId><artifactId>log4j-slf4j-impl</artifactId><version>2.24.3</version>
    </dependency>
  </dependencies>
</project>
XML
mvn -B -q -ntp org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
  -DincludeScope=runtime -DoutputDirectory=lib

java=(java -Xmx256m -XX:+UseSerialGC -cp 'lib/*')
cat > broker.properties << PROPERTIES
node.id=1
process.roles=broker,controller
listeners=CLIENT://127.0.0.1:$((port + 1)),CONTROLLER://127.0.0.1:$port
advertised.listeners=CLIENT://127.0.0.1:$((port + 1))
listener.security.protocol.map=CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=CLIENT
controller.listener.names=CONTROLLER
controller.quorum.voters=1@127.0.0.1:$port
log.dirs=$work/data
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
PROPERTIES
"${java[@]}" kafka.tools.StorageTool format -t AAAAAAAAQACAAAAAAAAAAA -c broker.properties > format.log 2>&1
"${java[@]}" kafka.Kafka broker.properties > broker.log 2>&1 &

cat > Read.java << 'JAVA'
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

class Read {
  public static void main(String[] arguments) {
    var text = new StringDeserializer();
    Map<String, Object> settings = Map.of("bootstrap.servers", arguments[0], "isolation.level", "read_committed");
    try (var consumer = new KafkaConsumer<String, String>(settings, text, text)) {
      var partitions = List.of(new TopicPartition(arguments[1], 0));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      for (int aborted = 0; ; )
        for (var row : consumer.poll(Duration.ofSeconds(1)))
          if (row.value().startsWith("aborted")) aborted++;
          else {
            System.out.print(aborted);
            return;
          }
    }
  }
}
JAVA
cat > show.cjs << 'NODE'
const { Kafka, logLevel } = require('kafkajs');
const { execFileSync } = require('node:child_process');
const { setTimeout: pause } = require('node:timers/promises');
const broker = `127.0.0.1:${process.argv[2]}`;
const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });
// Eleven batches fit into a megabyte, the most of a partition that a consumer asks for at once by default.
const BATCHES = 40;
const batch = Array.from({ length: 9 }, (_, n) => ({ key: `call-${n}`, value: 'aborted'.padEnd(10_000) }));

async function producerFor(transactionalId) {
  const producer = kafka.producer({ transactionalId, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  return producer;
}
/** @returns how many aborted records come before the one that is committed at the end */
async function returnedBy(topic) {
  const consumer = kafka.consumer({ groupId: topic });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  let aborted = 0;
  await new Promise((resolve, reject) => {
    const eachMessage = async ({ message }) => {
      if (message.value.toString().startsWith('aborted')) aborted++;
      else resolve();
    };
    consumer.run({ eachMessage }).catch(reject);
  });
  await consumer.disconnect();
  return aborted;
}
async function show(said, topic, records) {
  const quietly = { stdio: ['ignore', 'pipe', 'ignore'] };
  const java = execFileSync('java', ['-cp', 'lib/*', 'Read.java', broker, topic], quietly);
  console.log(`${said}: kafkajs returns ${await returnedBy(topic)} records of ${records}, Java ${java}`);
}

(async () => {
  const admin = kafka.admin();
  for (let tries = 60; ; tries--) {
    try {
      await admin.connect();
      break;
    } catch (error) {
      if (tries === 0) throw error;
      await pause(1000);
    }
  }
  const topics = ['one', 'two', 'zero'].map((topic) => ({ topic, numPartitions: 1 }));
  await admin.createTopics({ topics, waitForLeaders: true });
  await admin.disconnect();
  const producers = [await producerFor('export-1'), await producerFor('export-2')];
  const commit = async (topic) => {
    const transaction = await producers[0].transaction();
    await transaction.send({ topic, messages: [{ value: 'committed' }] });
    await transaction.commit();
  };

  for (const [topic, count] of [['one', 1], ['two', 2]]) {
    const transactions = [];
    for (const producer of producers.slice(0, count)) transactions.push(await producer.transaction());
    for (let n = 0; n < BATCHES; n++)
      for (const transaction of transactions) await transaction.send({ topic, messages: batch });
    for (const transaction of transactions) await transaction.abort();
    await commit(topic);
  }
  const transaction = await producers[0].transaction();
  for (let key = 0; key < 5; key++) {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(key);
    await transaction.send({ topic: 'zero', messages: [{ key: bytes, value: 'aborted' }] });
  }
  await transaction.abort();
  await commit('zero');
  for (const producer of producers) await producer.disconnect();

  await show('one aborted', 'one', 9 * BATCHES);
  await show('two aborted at a time', 'two', 2 * 9 * BATCHES);
  await show('aborted, keys from 0', 'zero', 5);
})();
NODE
node show.cjs $((port + 1)) | tee seen
diff seen - << 'SEEN'
one aborted: kafkajs returns 0 records of 360, Java 0
two aborted at a time: kafkajs returns 46 records of 720, Java 0
aborted, keys from 0: kafkajs returns 5 records of 5, Java 0
SEEN
