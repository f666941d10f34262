#!/usr/bin/env bash
# fastavro 1.13.1 (Python), https://pypi.org/project/fastavro/1.13.1/
#
# Expected: a datetime without a zone is refused for timestamp-millis, an instant on the global timeline, as Apache's
# library (avro 1.12.2) refuses it; or taken as UTC, which is what it is read back as.
# Seen: it is taken in the zone of the machine, so one program writes other instants on other machines, and what is read
# back is not what was written. Fractional seconds (time.time()) are taken
# for milliseconds and cut without a word.
#
# Output seen (Python 3.11.7):
#   UTC 2026-01-31T12:00:00+00:00
#   Asia/Shanghai 2026-01-31T04:00:00+00:00
#   America/New_York 2026-01-31T17:00:00+00:00
#   Seconds 1970-01-21T11:37:40.800000+00:00
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check fastavro==1.13.1

cat > "$work/show.py" << 'PYTHON'
import io
import sys
from datetime import datetime
import fastavro

schema = fastavro.parse_schema({"type": "long", "logicalType": "timestamp-millis"})
out = io.BytesIO()
fastavro.schemaless_writer(out, schema, 1769860800.5 if sys.argv[1] == "Seconds" else datetime(2026, 1, 31, 12))
out.seek(0)
print(sys.argv[1], fastavro.schemaless_reader(out, schema, None).isoformat())
PYTHON
for zone in UTC Asia/Shanghai America/New_York Seconds; do
  TZ=$zone "$work/venv/bin/python" "$work/show.py" "$zone"
done | tee "$work/seen"
diff "$work/seen" - << 'SEEN'
UTC 2026-01-31T12:00:00+00:00
Asia/Shanghai 2026-01-31T04:00:00+00:00
America/New_York 2026-01-31T17:00:00+00:00
Seconds 1970-01-21T11:37:40.800000+00:00
SEEN
