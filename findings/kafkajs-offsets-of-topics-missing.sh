#!/usr/bin/env bash
# kafkajs 2.2.4 (Node) with Apache Kafka 4.1.1, https://www.npmjs.com/package/kafkajs/v/2.2.4
#
# Expected: admin.fetchOffsets({ groupId, topics }) tells of each topic what the group has committed of its
# partitions, or rejects. With no topic changed and no broker lost, two calls answer alike.
# Seen: with more than one broker, some answers have a topic with `partitions: []`, and the promise resolves. The
# topics are looked up at once, each asks again for all topics named so far, of any broker it is connected to, and an
# answer that is overtaken replaces the newer one: a topic that it was not asked for is then held for one without
# partitions. Lag that is added up over the answer is too low, or 0, in a metric or an alert that nobody doubts, and a
# start that takes "nothing committed" from it reads all again. Asked of one topic after another the same client is
# always right.
# So that it shows in a few tries, what one of three brokers says comes 20 ms later here, as from another zone. On one
# machine without that, over TLS, it was 13 of 150 calls.
#
# Needs Java 17 or newer and Maven; the ports from 39092 on, or from PORT.
# Output seen (Node 20.20.2, Java 17):
#   four topics in one call: some answers lack all partitions of a topic, no error
#   one topic in a call, four calls: no answer lacks partitions of a topic, no error
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
for n in 1 2 3; do
  roles=broker listeners=CLIENT://127.0.0.1:$((port + n))
  [ "$n" -gt 1 ] || roles+=,controller listeners+=,CONTROLLER://127.0.0.1:$port
  cat > "$n.properties" << PROPERTIES
node.id=$n
process.roles=$roles
listeners=$listeners
advertised.listeners=CLIENT://127.0.0.1:$((port + n))
listener.security.protocol.map=CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=CLIENT
controller.listener.names=CONTROLLER
controller.quorum.voters=1@127.0.0.1:$port
log.dirs=$work/data-$n
offsets.topic.num.partitions=6
PROPERTIES
  "${java[@]}" kafka.tools.StorageTool format -t AAAAAAAAQACAAAAAAAAAAA -c "$n.properties" > "format-$n.log" 2>&1
  "${java[@]}" kafka.Kafka "$n.properties" > "broker-$n.log" 2>&1 &
done

cat > show.cjs << 'NODE'
const { Kafka, logLevel } = require('kafkajs');
const net = require('node:net');
const { setTimeout: pause } = require('node:timers/promises');
const PORT = Number(process.argv[2]);
const TOPICS = ['tickets', 'chats', 'calls', 'surveys'];
const GROUPS = ['wallboard', 'archive', 'billing'];
const PARTITIONS = 6;
const TRIES = 100;

function socketFactory({ host, port, onConnect }) {
  const socket = net.connect({ host, port }, onConnect);
  const emit = socket.emit.bind(socket);
  if (port === PORT + 2)
    socket.emit = (name, ...of) => (name === 'data' ? !!setTimeout(emit, 20, name, ...of) : emit(name, ...of));
  return socket;
}
const brokers = [1, 2, 3].map((n) => `127.0.0.1:${PORT + n}`);
const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING, socketFactory });

async function withAdmin(use) {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await use(admin);
  } finally {
    await admin.disconnect();
  }
}
async function prepare(admin) {
  if ((await admin.describeCluster()).brokers.length < brokers.length) throw new Error('not all are there');
  const topics = TOPICS.map((topic) => ({ topic, numPartitions: PARTITIONS, replicationFactor: 3 }));
  await admin.createTopics({ topics, waitForLeaders: true });
  const partitions = Array.from({ length: PARTITIONS }, (_, partition) => ({ partition, offset: '7' }));
  for (const groupId of GROUPS) for (const topic of TOPICS) await admin.setOffsets({ groupId, topic, partitions });
}
async function missing(calls) {
  let without = 0;
  for (let n = 0; n < TRIES; n++) {
    const groupId = GROUPS[n % GROUPS.length];
    await withAdmin(async (admin) => {
      for (const topics of calls)
        for (const { partitions } of await admin.fetchOffsets({ groupId, topics })) {
          if (partitions.length === 0) without++;
          else if (partitions.filter(({ offset }) => offset === '7').length !== PARTITIONS) throw new Error('other');
        }
    });
  }
  return without;
}

(async () => {
  for (let tries = 60; ; tries--) {
    try {
      await withAdmin(prepare);
      break;
    } catch (error) {
      if (tries === 0) throw error;
      await pause(1000);
    }
  }
  const together = await missing([TOPICS]);
  const apart = await missing(TOPICS.map((topic) => [topic]));
  console.error(`topics without partitions in ${TRIES} tries: ${together} together, ${apart} apart`);
  const say = (name, topics) =>
    console.log(`${name}: ${topics > 0 ? 'some answers lack all' : 'no answer lacks'} partitions of a topic, no error`);
  say('four topics in one call', together);
  say('one topic in a call, four calls', apart);
})();
NODE
node show.cjs "$port" | tee seen
diff seen - << 'SEEN'
four topics in one call: some answers lack all partitions of a topic, no error
one topic in a call, four calls: no answer lacks partitions of a topic, no error
SEEN
