#!/usr/bin/env bash
# avro 1.12.2 (Apache Avro's own library for Python), https://pypi.org/project/avro/1.12.2/
#
# Expected: of a union's branches that a value fits, the first is written, as fastavro does.
# Seen: the last one (DatumWriter.write_union goes on searching after it has found one). So a branch without fields cannot be written at all where a later one has none either: there
# is no way to name a branch.
#
# Output seen (Python 3.11.7):
#   {} -> branch 3, {}
#   {'note': None} -> branch 0, {'note': None}
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check avro==1.12.2

cat > "$work/show.py" << 'PYTHON'
import io
import json
import avro.io
import avro.schema

schema = avro.schema.parse(json.dumps([
    {"type": "record", "name": "opened", "fields": [{"name": "note", "type": ["null", "string"], "default": None}]},
    {"type": "record", "name": "closed", "fields": []},
    {"type": "record", "name": "reopened", "fields": [{"name": "by", "type": ["null", "string"], "default": None}]},
    {"type": "record", "name": "deleted", "fields": []},
]))
for value in [{}, {"note": None}]:
    out = io.BytesIO()
    avro.io.DatumWriter(schema).write(value, avro.io.BinaryEncoder(out))
    branch = out.getvalue()[0] // 2
    out.seek(0)
    print(value, "-> branch", f"{branch},", avro.io.DatumReader(schema).read(avro.io.BinaryDecoder(out)))
PYTHON
"$work/venv/bin/python" "$work/show.py" | tee "$work/seen"
diff "$work/seen" - << 'SEEN'
{} -> branch 3, {}
{'note': None} -> branch 0, {'note': None}
SEEN
