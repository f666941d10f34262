#!/usr/bin/env bash
# Runs kcat (librdkafka) against a broker: list, produce, consume, consume in a group. Fails on any mismatch.
#
#   BROKER=host:port TOPIC=name [CONFIG=file] test/infra/kcat.sh    a broker that runs and has the topic; the file
#                                                                   has librdkafka's settings, such as passwords
#   test/infra/kcat.sh                                              starts the embedded broker for it
set -euo pipefail

command -v kcat >/dev/null || { echo 'kcat is not installed (Debian package kcat)' >&2; exit 1; }
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
server=
cleanup() {
  [ -z "$server" ] || { kill "$server" && wait "$server"; } || true
  rm -rf "$work"
}
trap cleanup EXIT

if [ -z "${BROKER:-}" ]; then
  TOPIC=kcat
  (cd "$root" && exec node --import tsx test/infra/embedded/broker/serve.ts "$work/data" "$TOPIC" 3) >"$work/address" &
  server=$!
  until [ -s "$work/address" ]; do
    kill -0 "$server" || { echo 'the broker did not start' >&2; exit 1; }
    sleep 0.1
  done
  BROKER=$(cat "$work/address")
fi
: "${TOPIC:?name a topic of the broker}"

# Bounded, so that a broker that does not answer fails the check rather than hanging it.
kc() { timeout 60 kcat ${CONFIG:+-F "$CONFIG"} -q -b "$BROKER" "$@"; }
expect() { # what, file with what is expected, file with what came
  if diff -u "$2" "$3"; then echo "ok: $1"; else echo "FAILED: $1" >&2; exit 1; fi
}

# Marked with the run, so that what is in the topic already does not matter.
run="kcat-$$-$RANDOM"
for i in $(seq 1 500); do echo "$run-key-$((i % 7)):$run-value-$i"; done | sort >"$work/sent"

kc -L | grep -c "topic \"$TOPIC\" with" >"$work/listed"
echo 1 >"$work/once"
expect 'the topic is listed' "$work/once" "$work/listed"

head -n 250 "$work/sent" | kc -P -t "$TOPIC" -K: -X enable.idempotence=true
tail -n +251 "$work/sent" | kc -P -t "$TOPIC" -K: -z gzip
echo 'ok: produced, plain and idempotent, and compressed'

kc -C -t "$TOPIC" -e -o beginning -K: | { grep -a "^$run-" || true; } | sort >"$work/consumed"
expect 'everything is consumed' "$work/sent" "$work/consumed"

kc -G "$run" -e -X auto.offset.reset=earliest -K: "$TOPIC" | { grep -a "^$run-" || true; } | sort >"$work/grouped"
expect 'everything is consumed in a group' "$work/sent" "$work/grouped"

kc -G "$run" -e -X auto.offset.reset=earliest -K: "$TOPIC" >"$work/again"
: >"$work/nothing"
expect 'the group goes on where it had committed' "$work/nothing" "$work/again"
