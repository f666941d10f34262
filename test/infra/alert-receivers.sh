#!/usr/bin/env bash
# Runs Linewatch against receivers that are not ours: an Alertmanager and a mail server from Debian's packages, and a
# webhook that checks signatures with Python's hmac. A promise is missed and kept late; all three must hear of both.
# Needs prometheus-alertmanager, python3-aiosmtpd, openssl and curl. Listens on free ports of the loopback address.
set -euo pipefail

for command in prometheus-alertmanager amtool openssl curl; do
  command -v "$command" >/dev/null || { echo "$command is not installed" >&2; exit 1; }
done
# Debian's own: that is where its packages are.
python=/usr/bin/python3
"$python" -c 'import aiosmtpd' || { echo 'python3-aiosmtpd is not installed' >&2; exit 1; }

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
started=()
cleanup() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null && wait "$pid"; done || true
  rm -rf "$work"
}
trap cleanup EXIT

fail() { echo "FAILED: $1" >&2; tail -n 20 "$work"/*.log >&2 || true; exit 1; }
wait_for() { # what, command; bounded, so that what never comes fails the check
  local what=$1; shift
  for _ in $(seq 600); do
    if "$@" >/dev/null 2>&1; then echo "ok: $what"; return; fi
    for pid in "${started[@]}"; do kill -0 "$pid" 2>/dev/null || fail "$what: a process has ended"; done
    sleep 0.5
  done
  fail "$what"
}

# A certificate for the mail server that Linewatch is told to trust.
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext 'subjectAltName=DNS:localhost' \
  -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
"$python" "$root/test/infra/alert-receivers/receivers.py" "$work" "$work/cert.pem" "$work/key.pem" 2>"$work/receivers.log" &
started+=($!)
wait_for 'the mail server and the webhook listen' test -s "$work/ports"
read -r smtp webhook alertmanager <"$work/ports"

cat >"$work/alertmanager.yml" <<YAML
route: { receiver: nobody }
receivers: [{ name: nobody }]
YAML
prometheus-alertmanager --config.file="$work/alertmanager.yml" --storage.path="$work/alertmanager" \
  --web.listen-address="127.0.0.1:$alertmanager" --cluster.listen-address= 2>"$work/alertmanager.log" &
started+=($!)
wait_for 'Alertmanager is ready' curl -sf "http://127.0.0.1:$alertmanager/-/ready"

printf whsec_test >"$work/webhook-secret"
printf s3cret >"$work/mail-password"
cat >"$work/center.yaml" <<YAML
queues: [{ id: billing }]
policies:
  - id: quick
    when: { queue: billing }
    targets: [{ metric: first_response, within: 5s }]
alerting:
  allowNetworks: [127.0.0.0/8, "::1/128"]
  dashboardUrl: https://desk.example.org
  rules: [{ id: breach, title: A promise was missed, kind: sla_breach, severity: critical, runbook: "https://wiki.example.org/breach" }]
  channels:
    - { id: manager, kind: alertmanager, url: "http://127.0.0.1:$alertmanager" }
    - { id: hook, kind: webhook, url: "http://127.0.0.1:$webhook/", secretFile: $work/webhook-secret }
    - id: mail
      kind: email
      host: localhost
      port: $smtp
      user: duty
      passwordFile: $work/mail-password
      from: linewatch@example.org
      to: [duty@example.org]
YAML

free_ports() { "$python" -c 'import socket; s=[socket.socket() for _ in range(5)]; [x.bind(("127.0.0.1",0)) for x in s]; print(*[x.getsockname()[1] for x in s])'; }
read -r query registry collector kafka clickhouse <<<"$(free_ports)"
(
  cd "$root"
  DATA_DIR="$work/data" CONTACT_CENTER_CONFIG="$work/center.yaml" NODE_EXTRA_CA_CERTS="$work/cert.pem" \
    QUERY_PORT=$query REGISTRY_PORT=$registry COLLECTOR_PORT=$collector KAFKA_PORT=$kafka CLICKHOUSE_PORT=$clickhouse \
    exec node infra/run.js services/main.ts start --no-simulator
) >"$work/linewatch.log" 2>&1 &
started+=($!)
wait_for 'Linewatch is ready' grep -q 'Ready: ' "$work/linewatch.log"

now() { date -u +%Y-%m-%dT%H:%M:%S.%3NZ; }
opened=$(now)
event() { # id, kind of actor, event
  curl -sf "http://127.0.0.1:$collector/v1/events" -H 'content-type: application/json' -d "{
    \"event_id\": \"$1\", \"occurred_at\": \"$(now)\", \"conversation_id\": \"ticket-1\", \"opened_at\": \"$opened\",
    \"channel\": \"email\", \"source\": \"test\", \"queue\": \"billing\", \"topic\": \"tickets\",
    \"actor\": { \"kind\": \"$2\", \"id\": \"someone\" }, \"event\": $3 }"
}
event e1 customer '{ "type": "created", "status": "new", "priority": "normal" }' | grep -q '"accepted":1' || fail 'the event is taken'

api="http://127.0.0.1:$alertmanager"
firing() { amtool --alertmanager.url="$api" alert query alertname=breach queue=billing conversation=ticket-1 -o json | grep -q '"state": *"active"'; }
over() { ! firing && amtool --alertmanager.url="$api" alert query -o json | grep -q '^\[\]$'; }
wait_for 'Alertmanager has the alert' firing
curl -sf "$api/api/v2/alerts" >"$work/alerts.json"
for part in '"generatorURL":"https://desk.example.org/d/live?conversation=ticket-1"' '"runbook_url":"https://wiki.example.org/breach"' '"severity":"critical"'; do
  grep -qF "$part" "$work/alerts.json" || fail "Alertmanager's API says $part: $(cat "$work/alerts.json")"
done
wait_for 'the mail came, over TLS and with a login' test -s "$work/mail-1.eml"
grep -q '^Subject: \[critical\] A promise was missed' "$work/mail-1.eml" || fail 'its subject says what'
grep -q 'Content-Type: text/html' "$work/mail-1.eml" || fail 'it has HTML'
wait_for 'the webhook came, signed' grep -q '^signed firing ticket-1 ' "$work/webhook"
key=$(awk '$2 == "firing" { print $4 }' "$work/webhook")
grep -qi "^Message-ID: <$key@example.org>" "$work/mail-1.eml" || fail "the mail's Message-ID is made of the key $key"

event e2 agent '{ "type": "message", "public": true }' | grep -q '"accepted":1' || fail 'the reply is taken'
wait_for 'Alertmanager knows that it is over' over
wait_for 'the mail on the end came' test -s "$work/mail-2.eml"
grep -q '^Subject: Resolved: A promise was missed' "$work/mail-2.eml" || fail 'its subject says that it is over'
wait_for 'the webhook on the end came, signed' grep -q '^signed resolved ticket-1 ' "$work/webhook"
if grep -v '^signed ' "$work/webhook"; then fail 'all signatures are right'; fi
[ "$(wc -l <"$work/webhook")" = 2 ] || fail 'each is told once'
if grep -rlE 's3cret|whsec_test' "$work/linewatch.log"; then fail 'no secret is in the log'; fi
echo 'ok: each was told once, and no secret is in the log'
