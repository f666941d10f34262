#!/usr/bin/env bash
# fastavro 1.13.1 (Python; what Confluent's AvroDeserializer decodes with), https://pypi.org/project/fastavro/1.13.1/
#
# Expected: an event of the union [calls.closed, tickets.closed] that was written as tickets.closed is read as that,
# also when the reader's schema has gained a field elsewhere, as avsc 5.7.9, Apache's libraries (avro 1.12.2 for Python,
# and the one for Java) do: a union has a branch once by its full name.
# Seen: the first branch is taken whose name is the same without the namespace. A ticket that was closed becomes a call
# of 0 seconds, and why it was closed is gone; nothing is raised where the fields have defaults, as fields that are
# added must have. As long as reader and writer have the same schema it is right, so it begins on the day on which a
# schema grows, and for the old events. The specification lets names match "unqualified", and then the first that
# matches: a rule for one record that was moved, by which of two in a union only one could ever be read.
#
# Output seen (Python 3.11.7, Node 20.20.2):
#   fastavro, same schema: tickets.closed, {'reason': 'solved'}
#   fastavro, a field more: calls.closed, {'seconds': 0}
#   avro, same schema: {'reason': 'solved'}
#   avro, a field more: {'reason': 'solved'}
#   avsc, a field more: tickets.closed, {"reason":"solved"}
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error avsc@5.7.9 > /dev/null
python3 -m venv env
./env/bin/pip install --quiet --disable-pip-version-check fastavro==1.13.1 avro==1.12.2

cat > show.py << 'PYTHON'
import io
import json

import avro.io
import avro.schema
import fastavro


def closed(namespace, **field):
    return {"type": "record", "name": "closed", "namespace": namespace, "fields": [field]}


def event(*more):
    calls = closed("calls", name="seconds", type="long", default=0)
    tickets = closed("tickets", name="reason", type="string", default="")
    return {"type": "record", "name": "center.Event", "fields": [{"name": "body", "type": [calls, tickets]}, *more]}


old = event()
new = event({"name": "queue", "type": ["null", "string"], "default": None})
schemas = {"same schema": json.dumps(old), "a field more": json.dumps(new)}
written = io.BytesIO()
writer = fastavro.parse_schema(json.loads(schemas["same schema"]))
fastavro.schemaless_writer(written, writer, {"body": ("tickets.closed", {"reason": "solved"})})

for said, text in schemas.items():
    reader = fastavro.parse_schema(json.loads(text))
    read = fastavro.schemaless_reader(io.BytesIO(written.getvalue()), writer, reader, return_record_name=True)
    print(f"fastavro, {said}: {read['body'][0]}, {read['body'][1]}")
for said, text in schemas.items():
    reader = avro.io.DatumReader(avro.schema.parse(schemas["same schema"]), avro.schema.parse(text))
    print(f"avro, {said}:", reader.read(avro.io.BinaryDecoder(io.BytesIO(written.getvalue())))["body"])
with open("event.json", "w") as file:
    json.dump({"old": old, "new": new, "bytes": written.getvalue().hex()}, file)
PYTHON
cat > show.cjs << 'NODE'
const avro = require('avsc');
const event = require('./event.json');

const [writer, reader] = [event.old, event.new].map((schema) => avro.Type.forSchema(schema, { wrapUnions: true }));
const { body } = reader.fromBuffer(Buffer.from(event.bytes, 'hex'), reader.createResolver(writer));
const [[name, fields]] = Object.entries(body);
console.log(`avsc, a field more: ${name}, ${JSON.stringify(fields)}`);
NODE
(./env/bin/python show.py && node show.cjs) | tee seen
diff seen - << 'SEEN'
fastavro, same schema: tickets.closed, {'reason': 'solved'}
fastavro, a field more: calls.closed, {'seconds': 0}
avro, same schema: {'reason': 'solved'}
avro, a field more: {'reason': 'solved'}
avsc, a field more: tickets.closed, {"reason":"solved"}
SEEN
