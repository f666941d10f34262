#!/usr/bin/env bash
# Prometheus Alertmanager v0.35.0, https://github.com/prometheus/alertmanager/releases/tag/v0.35.0 (built without its
# web page, whose files the module does not have)
#
# Expected: a group's notification has the status resolved when none of its alerts fires any more; by the documentation
# it is firing if at least one alert is.
# Seen: silenced alerts are left out before that is reckoned. Of two alerts told as firing one is silenced, as is done
# to say that somebody is at it, and the other ends: the group is told as resolved, with the ended one alone in it,
# while the first still fires. A receiver that opens an incident by group and closes it by status, as PagerDuty's
# integration does, closes what goes on.
#
# Output seen (Go 1.26.8, Python 3.11.7):
#   both fire: told firing (billing firing, support firing); it has billing active, support active
#   billing is silenced: told nothing; it has billing suppressed, support active
#   support ends: told resolved (support resolved); it has billing suppressed
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
source=$(go mod download -json github.com/prometheus/alertmanager@v0.35.0 | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
cp -r --no-preserve=mode "$source" "$work/source"
mkdir -p "$work/source/ui/app/dist"
touch "$work/source/ui/app/dist/none"
(cd "$work/source" && go build -o "$work/alertmanager" ./cmd/alertmanager) 2> "$work/log" ||
  { cat "$work/log" >&2; exit 1; }

cat > "$work/show.py" << 'PYTHON'
import http.server
import json
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from datetime import datetime, timedelta, timezone

told = []


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        told.append(f"{body['status']} ({listed((a['labels']['queue'], a['status']) for a in body['alerts'])})")
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


def call(path, body=None):
    with urllib.request.urlopen(urllib.request.Request(
            f"http://{address}{path}", json.dumps(body).encode() if body else None,
            {"Content-Type": "application/json"})) as answer:
        return answer.read()


def tell(queue, ends):
    call("/api/v2/alerts", [{"labels": {"alertname": "waiting too long", "queue": queue},
                             "startsAt": first.isoformat(), "endsAt": ends.isoformat()}])


def listed(states):
    return ", ".join(f"{queue} {state}" for queue, state in sorted(states))


def show(what):
    time.sleep(8)
    alerts = json.loads(call("/api/v2/alerts"))
    has = listed((a["labels"]["queue"], a["status"]["state"]) for a in alerts)
    print(f"{what}: told {', '.join(told) or 'nothing'}; it has {has}")
    told.clear()


receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=receiver.serve_forever, daemon=True).start()
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    address = f"127.0.0.1:{free.getsockname()[1]}"
with open("config.yml", "w") as config:
    config.write(f"""
route: {{receiver: hook, group_by: [alertname], group_wait: 2s, group_interval: 3s}}
receivers:
  - name: hook
    webhook_configs: [{{url: "http://127.0.0.1:{receiver.server_port}/", send_resolved: true}}]
""")
alertmanager = subprocess.Popen(
    ["./alertmanager", "--config.file=config.yml", f"--web.listen-address={address}", "--cluster.listen-address="],
    stderr=open("log", "w"))
try:
    for _ in range(50):
        try:
            call("/-/ready")
            break
        except urllib.error.URLError:
            time.sleep(0.1)
    first = datetime.now(timezone.utc)
    later = first + timedelta(hours=1)
    tell("billing", later)
    tell("support", later)
    show("both fire")
    call("/api/v2/silences", {
        "matchers": [{"name": "queue", "value": "billing", "isRegex": False}], "startsAt": first.isoformat(),
        "endsAt": later.isoformat(), "createdBy": "duty", "comment": "at it"})
    show("billing is silenced")
    tell("support", datetime.now(timezone.utc))
    show("support ends")
finally:
    alertmanager.terminate()
    alertmanager.wait()
PYTHON
cd "$work"
python3 show.py | tee seen
diff seen - << 'SEEN'
both fire: told firing (billing firing, support firing); it has billing active, support active
billing is silenced: told nothing; it has billing suppressed, support active
support ends: told resolved (support resolved); it has billing suppressed
SEEN
