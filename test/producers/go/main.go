// Sends a call to Linewatch: go run . CONVERSATION_ID
package main

import (
	"context"
	"log"
	"os"
	"strings"
	"time"

	"github.com/twmb/avro"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sr"
)

const topic = "contact.chats"

// A map, not a struct: what is not set takes the schema's default, and so does a field that a later version adds. A
// struct that lacks one is refused.
type event map[string]any

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()

	// Linewatch registers its schemas itself: a producer takes the latest one.
	registry, err := sr.NewClient(sr.URLs(os.Getenv("SCHEMA_REGISTRY_URL")))
	check(err)
	latest, err := registry.SchemaByVersion(ctx, topic+"-value", -1)
	check(err)
	schema, err := avro.Parse(latest.Schema.Schema)
	check(err)
	var serde sr.Serde
	serde.Register(latest.ID, event{}, sr.EncodeFn(func(value any) ([]byte, error) { return schema.Encode(value) }))

	// Idempotent, with acks from all in-sync replicas and Kafka's own partitioner, unless told otherwise.
	client, err := kgo.NewClient(kgo.SeedBrokers(strings.Split(os.Getenv("KAFKA_BROKERS"), ",")...))
	check(err)
	defer client.Close()

	call := os.Args[1]
	opened := time.Now().Add(-5 * time.Minute)
	record := func(seconds int, kind string, fields map[string]any) *kgo.Record {
		who := map[string]any{"kind": "customer"}
		if kind == "answered" {
			who = map[string]any{"kind": "agent", "id": "agent-7"}
		}
		body, err := serde.Encode(event{
			"event_id":        call + ":" + kind, // the same when it is sent again: then it counts once
			"occurred_at":     opened.Add(time.Duration(seconds) * time.Second),
			"conversation_id": call,
			"opened_at":       opened,
			"channel":         "voice",
			"source":          "go",
			"actor":           who,
			"queue":           "billing",
			"type":            kind,                                            // what the branch below must be
			"event":           map[string]any{"contact.chats." + kind: fields}, // the branch by name: a map alone would be guessed
		})
		check(err)
		return &kgo.Record{Topic: topic, Key: []byte(call), Value: body}
	}
	none := map[string]any{}
	check(client.ProduceSync(ctx,
		record(0, "started", none),
		record(10, "queued", none),
		record(30, "answered", none),
		record(200, "ended", map[string]any{"resolved": true}),
	).FirstErr())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
