#!/usr/bin/env bash
# github.com/segmentio/kafka-go v0.4.51 (Go) with Apache Kafka 4.1.1,
# https://pkg.go.dev/github.com/segmentio/kafka-go@v0.4.51
#
# Expected: "With ReadCommitted only non-transactional and committed records are visible" (its documentation of
# IsolationLevel), as github.com/twmb/franz-go v1.22.3 has it; and the markers by which Kafka ends a transaction are no
# messages, with any level: they are control records, which "should not be passed on to applications" (Kafka's
# documentation of the message format).
# Seen: with ReadCommitted it waits for the end of a transaction and then reads all of it, aborted or not: half of the
# promise, so a try by hand looks right. And the marker comes as a message, with a key and a value that nobody sent: one
# more for each transaction and partition, by which every count is too high. Its value is six zero bytes, and a zero is
# how a message of Confluent's registry begins. That aborted ones are read is known upstream (segmentio/kafka-go#1332),
# open.
#
# Needs Java 17 or newer and Maven; the ports 39092 and 39093, or PORT and the next.
# Output seen (Go 1.26.8, Java 17):
#   5 calls, each committed by itself: kafka-go 10 messages, franz-go 5
#   5 calls, committed at once: kafka-go 6 messages, franz-go 5
#   5 calls, aborted at once: kafka-go 6 messages, franz-go 0
#   a message that nobody sent: key 00000001, value 000000000000
set -euo pipefail
work=$(mktemp -d)
trap 'kill $(jobs -p) 2> /dev/null || true; wait; rm -rf "$work"' EXIT
cd "$work"
port=${PORT:-39092}
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
	"os"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

var broker = os.Args[1]

const last = "last"

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func transact(client *kgo.Client, end kgo.TransactionEndTry, topic string, values ...string) {
	ctx := context.Background()
	must(client.BeginTransaction())
	for _, value := range values {
		must(client.ProduceSync(ctx, &kgo.Record{Topic: topic, Value: []byte(value)}).FirstErr())
	}
	must(client.EndTransaction(ctx, end))
}

func byKafkaGo(topic string) (messages []kafka.Message) {
	reader := kafka.NewReader(kafka.ReaderConfig{
		Brokers: []string{broker}, Topic: topic, IsolationLevel: kafka.ReadCommitted, MaxWait: 500 * time.Millisecond,
	})
	defer reader.Close()
	for {
		message, err := reader.ReadMessage(context.Background())
		must(err)
		if string(message.Value) == last {
			return messages
		}
		messages = append(messages, message)
	}
}

func byFranzGo(topic string) (count int) {
	client, err := kgo.NewClient(
		kgo.SeedBrokers(broker), kgo.ConsumeTopics(topic), kgo.FetchIsolationLevel(kgo.ReadCommitted()))
	must(err)
	defer client.Close()
	for {
		for _, record := range client.PollFetches(context.Background()).Records() {
			if string(record.Value) == last {
				return count
			}
			count++
		}
	}
}

func create(topics ...string) {
	client, err := kgo.NewClient(kgo.SeedBrokers(broker))
	must(err)
	defer client.Close()
	ask := kmsg.NewPtrCreateTopicsRequest()
	for _, topic := range topics {
		one := kmsg.NewCreateTopicsRequestTopic()
		one.Topic, one.NumPartitions, one.ReplicationFactor = topic, 1, 1
		ask.Topics = append(ask.Topics, one)
	}
	for tries := 60; ; tries-- {
		answer, err := ask.RequestWith(context.Background(), client)
		if err == nil {
			for _, topic := range answer.Topics {
				must(kerr.ErrorForCode(topic.ErrorCode))
			}
			return
		}
		if tries == 0 {
			panic(err)
		}
		time.Sleep(time.Second)
	}
}

func main() {
	create("apart", "at-once", "aborted")
	client, err := kgo.NewClient(kgo.SeedBrokers(broker), kgo.TransactionalID("export"))
	must(err)
	defer client.Close()
	calls := []string{"call 1", "call 2", "call 3", "call 4", "call 5"}
	for _, call := range calls {
		transact(client, kgo.TryCommit, "apart", call)
	}
	transact(client, kgo.TryCommit, "at-once", calls...)
	transact(client, kgo.TryAbort, "aborted", calls...)

	var marker kafka.Message
	for _, show := range []struct{ said, topic string }{
		{"5 calls, each committed by itself", "apart"},
		{"5 calls, committed at once", "at-once"},
		{"5 calls, aborted at once", "aborted"},
	} {
		transact(client, kgo.TryCommit, show.topic, last)
		messages := byKafkaGo(show.topic)
		if show.topic == "at-once" {
			marker = messages[len(messages)-1]
		}
		fmt.Printf("%s: kafka-go %d messages, franz-go %d\n", show.said, len(messages), byFranzGo(show.topic))
	}
	fmt.Printf("a message that nobody sent: key %x, value %x\n", marker.Key, marker.Value)
}
GO
go get github.com/segmentio/kafka-go@v0.4.51 github.com/twmb/franz-go@v1.22.3 \
  github.com/twmb/franz-go/pkg/kmsg@v1.15.1 2> log || { cat log >&2; exit 1; }
go run . "127.0.0.1:$((port + 1))" | tee seen
diff seen - << 'SEEN'
5 calls, each committed by itself: kafka-go 10 messages, franz-go 5
5 calls, committed at once: kafka-go 6 messages, franz-go 5
5 calls, aborted at once: kafka-go 6 messages, franz-go 0
a message that nobody sent: key 00000001, value 000000000000
SEEN
