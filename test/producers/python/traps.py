"""Sends an answer to a call as no producer should: python traps.py TRAP CONVERSATION_ID

What comes of each, producers.test.ts beside this folder knows.
"""

import io
import os
import sys
from datetime import datetime, timedelta, timezone

import avro.io
import avro.schema
from confluent_kafka import Producer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

TOPIC = "contact.chats"
NOON = datetime(2026, 1, 31, 12, tzinfo=timezone.utc)

registry = SchemaRegistryClient({"url": os.environ["SCHEMA_REGISTRY_URL"]})
latest = registry.get_latest_version(f"{TOPIC}-value")


def confluent(value):
    """Confluent's serializer, which encodes with fastavro."""
    serialize = AvroSerializer(registry, conf={"auto.register.schemas": False, "use.latest.version": True})
    return serialize(value, SerializationContext(TOPIC, MessageField.VALUE))


def apache(value):
    """Apache's own library, in Confluent's wire format."""
    out = io.BytesIO()
    out.write(bytes([0]) + latest.schema_id.to_bytes(4, "big"))
    schema = avro.schema.parse(latest.schema.schema_str)
    avro.io.DatumWriter(schema).write(value, avro.io.BinaryEncoder(out))
    return out.getvalue()


def answer(**changes):
    return {
        "event_id": f"{call}:answered",
        "occurred_at": NOON + timedelta(seconds=30),
        "conversation_id": call,
        "opened_at": NOON,
        "channel": "voice",
        "source": "trap",
        "actor": {"kind": "agent", "id": "agent-7"},
        "queue": "billing",
        "customer": None,
        "tags": [],
        "type": None,
        "event": ("contact.chats.answered", {}),
        **changes,
    }


trap, call = sys.argv[1:]
body = {
    "dict": lambda: confluent(answer(event={})),
    "dict-with-type": lambda: confluent(answer(event={}, type="answered")),
    "avro-json": lambda: confluent(answer(event={"contact.chats.answered": {}})),
    "avro-json-with-type": lambda: confluent(answer(event={"contact.chats.answered": {}}, type="answered")),
    "apache-dict": lambda: apache(answer(event={})),
    "apache-dict-with-type": lambda: apache(answer(event={}, type="answered")),
    "no-zone": lambda: confluent(answer(occurred_at=datetime(2026, 1, 31, 12, 0, 30))),
    "seconds": lambda: confluent(answer(occurred_at=NOON.timestamp() + 30)),
}[trap]()
producer = Producer({"bootstrap.servers": os.environ["KAFKA_BROKERS"], "partitioner": "murmur2_random"})
producer.produce(TOPIC, key=call, value=body)
if producer.flush(30) > 0:
    sys.exit("not delivered")
