"""Sends a call to Linewatch: python producer.py CONVERSATION_ID"""

import os
import sys
from datetime import datetime, timedelta, timezone

from confluent_kafka import Producer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

TOPIC = "contact.chats"

registry = SchemaRegistryClient({"url": os.environ["SCHEMA_REGISTRY_URL"]})
# Linewatch registers its schemas itself: a producer takes the latest one and registers nothing.
serialize = AvroSerializer(registry, conf={"auto.register.schemas": False, "use.latest.version": True})
producer = Producer(
    {
        "bootstrap.servers": os.environ["KAFKA_BROKERS"],
        "enable.idempotence": True,  # and with it acks=all
        "compression.type": os.environ.get("COMPRESSION", "none"),
        "partitioner": "murmur2_random",  # that of the other clients: librdkafka's own is another
    }
)


def event(conversation_id, opened_at, seconds, kind, **fields):
    return {
        "event_id": f"{conversation_id}:{kind}",  # the same when it is sent again: then it counts once
        "occurred_at": opened_at + timedelta(seconds=seconds),
        "conversation_id": conversation_id,
        "opened_at": opened_at,
        "channel": "voice",
        "source": "python",
        "actor": {"kind": "agent", "id": "agent-7"} if kind == "answered" else {"kind": "customer"},
        "queue": "billing",
        "type": kind,  # what the branch below must be
        "event": (f"contact.chats.{kind}", fields),  # the branch by name: a dict alone would be guessed
    }


def send(value):
    def delivered(error, _):
        if error is not None:
            failures.append(error)

    body = serialize(value, SerializationContext(TOPIC, MessageField.VALUE))
    producer.produce(TOPIC, key=value["conversation_id"], value=body, on_delivery=delivered)


failures = []
call = sys.argv[1]
opened_at = datetime.now(timezone.utc) - timedelta(minutes=5)  # with a zone, always
send(event(call, opened_at, 0, "started"))
send(event(call, opened_at, 10, "queued"))
send(event(call, opened_at, 30, "answered"))
send(event(call, opened_at, 200, "ended", resolved=True))
if producer.flush(30) > 0 or failures:
    sys.exit(f"not delivered: {failures}")
