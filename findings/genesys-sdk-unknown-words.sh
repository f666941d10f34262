#!/usr/bin/env bash
# PureCloudPlatformClientV2 257.1.0 (Python), Genesys Cloud's own SDK, https://pypi.org/project/PureCloudPlatformClientV2/257.1.0/
#
# Expected: a value of an enumeration that the API has and the SDK does not know yet is kept, or refused; and what the SDK
# writes of a record has the names that the API has.
# Seen: it becomes `outdated_sdk_version` without a word, and is written so into whatever is exported: how a conversation
# ended is lost for good, in a field that all figures of a queue rest on. The detail events' own spelling of a known value
# is one of those. And `to_json` of a record has other names than the API (`segment_start`), with a null for each field
# that is not there.
#
# Output seen (Python 3.11.7):
#   transfer -> transfer
#   CONSULT_TRANSFER -> outdated_sdk_version
#   a new kind -> outdated_sdk_version
#   as JSON: {"disconnect_type": "outdated_sdk_version", "segment_start": "2026-03-03T09:00:10.652000+00:00", ...}, 22 nulls
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check PureCloudPlatformClientV2==257.1.0

cat > "$work/show.py" << 'PYTHON'
import json
from types import SimpleNamespace
import PureCloudPlatformClientV2 as genesys

client = genesys.ApiClient()


def read(ending):
    segment = {"segmentType": "interact", "segmentStart": "2026-03-03T09:00:10.652Z", "disconnectType": ending}
    response = SimpleNamespace(data=json.dumps(segment), getheader=lambda name: "application/json")
    return client.deserialize(response, "AnalyticsConversationSegment")


for ending in ("transfer", "CONSULT_TRANSFER", "a new kind"):
    print(ending, "->", read(ending).disconnect_type)
written = json.loads(read("a new kind").to_json())
shown = {name: written[name] for name in ("disconnect_type", "segment_start")}
nulls = sum(value is None for value in written.values())
print(f"as JSON: {json.dumps(shown)[:-1]}, ...}}, {nulls} nulls")
PYTHON
"$work/venv/bin/python" "$work/show.py" | tee "$work/seen"
diff "$work/seen" - << 'SEEN'
transfer -> transfer
CONSULT_TRANSFER -> outdated_sdk_version
a new kind -> outdated_sdk_version
as JSON: {"disconnect_type": "outdated_sdk_version", "segment_start": "2026-03-03T09:00:10.652000+00:00", ...}, 22 nulls
SEEN
