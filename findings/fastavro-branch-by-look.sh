#!/usr/bin/env bash
# fastavro 1.13.1 (Python; what Confluent's AvroSerializer encodes with), https://pypi.org/project/fastavro/1.13.1/
#
# Expected: a union's value in the form of Avro's own JSON encoding, {"ns.closed": {}}, is written as that branch, or
# refused, as avsc, hamba/avro and Apache's library do one or the other.
# Seen: it is silently written as the first record whose fields all have defaults; unknown keys of a dict do not count
# against a branch. The same becomes of {} and of {"type": "closed"}.
#
# Output seen (Python 3.11.7):
#   {} -> ns.opened
#   {'ns.closed': {}} -> ns.opened
#   {'type': 'closed'} -> ns.opened
#   ('ns.closed', {}) -> ns.closed
#   {'-type': 'ns.closed'} -> ns.closed
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check fastavro==1.13.1

cat > "$work/show.py" << 'PYTHON'
import io
import fastavro

schema = fastavro.parse_schema({
    "type": "record", "name": "ns.Event", "fields": [{"name": "body", "type": [
        {"type": "record", "name": "ns.opened", "fields": [
            {"name": "note", "type": ["null", "string"], "default": None}]},
        {"type": "record", "name": "ns.closed", "fields": []},
        {"type": "record", "name": "ns.deleted", "fields": []},
    ]}],
})
for body in [{}, {"ns.closed": {}}, {"type": "closed"}, ("ns.closed", {}), {"-type": "ns.closed"}]:
    out = io.BytesIO()
    fastavro.schemaless_writer(out, schema, {"body": body})
    out.seek(0)
    name, _ = fastavro.schemaless_reader(out, schema, None, return_record_name=True)["body"]
    print(body, "->", name)
PYTHON
"$work/venv/bin/python" "$work/show.py" | tee "$work/seen"
diff "$work/seen" - << 'SEEN'
{} -> ns.opened
{'ns.closed': {}} -> ns.opened
{'type': 'closed'} -> ns.opened
('ns.closed', {}) -> ns.closed
{'-type': 'ns.closed'} -> ns.closed
SEEN
