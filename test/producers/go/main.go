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

type actor struct {
	Kind string  `avro:"kind"`
	ID   *string `avro:"id"`
}

// The fields of the envelope; what is not set is null or empty.
type event struct {
	EventID        string         `avro:"event_id"`
	OccurredAt     time.Time      `avro:"occurred_at"`
	ConversationID string         `avro:"conversation_id"`
	OpenedAt       time.Time      `avro:"opened_at"`
	Channel        string         `avro:"channel"`
	Source         string         `avro:"source"`
	Actor          actor          `avro:"actor"`
	Queue          *string        `avro:"queue"`
	Customer       *struct{}      `avro:"customer"`
	Tags           []string       `avro:"tags"`
	Type           *string        `avro:"type"`
	Event          map[string]any `avro:"event"`
}

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

	call, agent, queue := os.Args[1], "agent-7", "billing"
	opened := time.Now().Add(-5 * time.Minute)
	record := func(seconds int, kind string, fields map[string]any) *kgo.Record {
		who := actor{Kind: "customer"}
		if kind == "answered" {
			who = actor{Kind: "agent", ID: &agent}
		}
		body, err := serde.Encode(event{
			EventID:        call + ":" + kind, // the same when it is sent again: then it counts once
			OccurredAt:     opened.Add(time.Duration(seconds) * time.Second),
			ConversationID: call,
			OpenedAt:       opened,
			Channel:        "voice",
			Source:         "go",
			Actor:          who,
			Queue:          &queue,
			Type:           &kind,                                           // what the branch below must be
			Event:          map[string]any{"contact.chats." + kind: fields}, // the branch by name: a map alone would be guessed
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
