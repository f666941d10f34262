#!/usr/bin/env bash
# fastavro 1.13.1 (Python; what Confluent's AvroDeserializer decodes with), https://pypi.org/project/fastavro/1.13.1/
#
# Expected: an event that is older than a field is read as if it had been written with the field's default: the same
# value as of an event in which that is written out. Each event has its own, as those read by avsc 5.7.9 and by Apache's
# library for Python (avro 1.12.2) have.
# Seen: what the schema's JSON holds is put into the event as it stands. A list or a record is one and the same for all
# events, and in the schema: whoever marks one old event has marked every one that was read and is to be read. A record
# has not the defaults of its own fields, a time is the number 0, and bytes and amounts are text. New events have none
# of that, so it shows when old ones are read again, to repair or to count anew. Of bytes it is known upstream
# (fastavro/fastavro#869), open.
#
# Output seen (Python 3.11.7, Node 20.20.2):
#   fastavro, new: tags [], origin {'queue': 'none'}, due 1970-01-01 00:00:00+00:00, price 0.00
#   fastavro, old: tags [], origin {}, due 0, price '\x00'
#   fastavro, one of two old ones marked: ['vip'] and ['vip']
#   avro, one of two old ones marked: ['vip'] and []
#   avsc, one of two old ones marked: ["vip"] and []
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error avsc@5.7.9 > /dev/null
python3 -m venv env
./env/bin/pip install --quiet --disable-pip-version-check fastavro==1.13.1 avro==1.12.2

cat > schemas.json << 'JSON'
{
  "old": {"type": "record", "name": "Event", "fields": [{"name": "id", "type": "string"}]},
  "new": {"type": "record", "name": "Event", "fields": [
    {"name": "id", "type": "string"},
    {"name": "tags", "type": {"type": "array", "items": "string"}, "default": []},
    {"name": "origin", "default": {}, "type": {"type": "record", "name": "Origin", "fields": [
      {"name": "queue", "type": "string", "default": "none"}]}},
    {"name": "due", "type": {"type": "long", "logicalType": "timestamp-millis"}, "default": 0},
    {"name": "price", "default": "\u0000", "type": {
      "type": "bytes", "logicalType": "decimal", "precision": 8, "scale": 2}}
  ]}
}
JSON
cat > show.py << 'PYTHON'
import io
import json
from datetime import datetime, timezone
from decimal import Decimal

import avro.io
import avro.schema
import fastavro

with open("schemas.json") as file:
    schemas = json.load(file)
old, new = (fastavro.parse_schema(schemas[age]) for age in ("old", "new"))


def written(schema, value):
    out = io.BytesIO()
    fastavro.schemaless_writer(out, schema, value)
    return out.getvalue()


def read(data, writer):
    return fastavro.schemaless_reader(io.BytesIO(data), writer, new)


def told(event):
    due = event["due"]
    price = event["price"] if isinstance(event["price"], Decimal) else repr(event["price"])
    return f"tags {event['tags']}, origin {event['origin']}, due {due}, price {price}"


def marked(events):
    events[0]["tags"].append("vip")
    return f"one of two old ones marked: {events[0]['tags']} and {events[1]['tags']}"


epoch = datetime.fromtimestamp(0, timezone.utc)
defaults = {"tags": [], "origin": {"queue": "none"}, "due": epoch, "price": Decimal("0.00")}
event = written(old, {"id": "call-1"})
print("fastavro, new:", told(read(written(new, {"id": "call-1", **defaults}), new)))
print("fastavro, old:", told(read(event, old)))
print("fastavro,", marked([read(event, old) for _ in range(2)]))

with open("schemas.json") as file:
    writer, reader = (avro.schema.parse(json.dumps(schema)) for schema in json.load(file).values())
events = [avro.io.DatumReader(writer, reader).read(avro.io.BinaryDecoder(io.BytesIO(event))) for _ in range(2)]
print("avro,", marked(events))
PYTHON
cat > show.cjs << 'NODE'
const avro = require('avsc');
const schemas = require('./schemas.json');

const [writer, reader] = [schemas.old, schemas.new].map((schema) => avro.Type.forSchema(schema));
const resolver = reader.createResolver(writer);
const data = writer.toBuffer({ id: 'call-1' });
const [one, other] = [data, data].map((event) => reader.fromBuffer(event, resolver));
one.tags.push('vip');
console.log(`avsc, one of two old ones marked: ${JSON.stringify(one.tags)} and ${JSON.stringify(other.tags)}`);
NODE
(./env/bin/python show.py && node show.cjs) | tee seen
diff seen - << 'SEEN'
fastavro, new: tags [], origin {'queue': 'none'}, due 1970-01-01 00:00:00+00:00, price 0.00
fastavro, old: tags [], origin {}, due 0, price '\x00'
fastavro, one of two old ones marked: ['vip'] and ['vip']
avro, one of two old ones marked: ['vip'] and []
avsc, one of two old ones marked: ["vip"] and []
SEEN
