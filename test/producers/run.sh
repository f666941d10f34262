#!/usr/bin/env bash
# Runs the producers of docs/producers.md, each in its own language with its packages pinned, against the embedded
# servers and against Apache Kafka, and asks the query service for what they sent. What a machine lacks a tool for is
# left out, and named.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

here=test/producers
work=$(mktemp -d)
cleanup() {
  [ ! -e "$work/kafka" ] || infra/kafka/apache-kafka.sh stop --dir "$work/kafka"
  rm -rf "$work"
}
trap cleanup EXIT

has() { # language, commands that it needs
  local language=$1 command
  shift
  for command in "$@"; do
    command -v "$command" > /dev/null || { echo "LEFT OUT: the producer in $language (needs $command)"; return 1; }
  done
}
# A command with its arguments, one a line.
words() { printf '%s\n' "$@"; }

cp -r "$here"/{node,python,java,go} "$work"

lts=$(bash test/node/lts.sh)
# Installed by the machine's Node, run by the newer one that the packages want: npm's warnings of that say nothing.
npm ci --prefix "$work/node" --no-audit --no-fund --loglevel error > /dev/null
export PRODUCER_NODE=$(words "$lts" "$work/node/producer.mjs")

# Debian's own Python has venv in a package of its own.
make_venv() {
  python3 -m venv "$work/venv" > /dev/null && return
  [ "$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv > /dev/null &&
    python3 -m venv "$work/venv" && return
  echo 'LEFT OUT: the producer in Python (needs python3-venv)'
  return 1
}
if has Python python3 && make_venv; then
  "$work/venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$work/python/requirements-traps.txt"
  export PRODUCER_PYTHON=$(words "$work/venv/bin/python" "$work/python/producer.py")
  export PRODUCER_TRAPS=$(words "$work/venv/bin/python" "$work/python/traps.py")
fi
if has Java java mvn; then
  mvn -B -q -ntp -f "$work/java/pom.xml" dependency:copy-dependencies -DoutputDirectory="$work/java/libraries"
  export PRODUCER_JAVA=$(words java -cp "$work/java/libraries/*" "$work/java/Producer.java")
fi
go_is_new() {
  [ "$(printf '%s\n1.26\n' "$(go env GOVERSION | sed 's/^go//')" | sort -V | head -n 1)" = 1.26 ] && return
  echo 'LEFT OUT: the producer in Go (needs Go 1.26)'
  return 1
}
if has Go go && go_is_new; then
  (cd "$work/go" && go build -o producer .)
  export PRODUCER_GO=$(words "$work/go/producer")
fi

echo 'producers against the embedded servers'
npx vitest run --reporter verbose --config "$here/vitest.config.ts"
if has 'Apache Kafka, for all producers' java mvn; then
  infra/kafka/apache-kafka.sh start --dir "$work/kafka" --port 19292 > "$work/environment"
  echo 'producers against Apache Kafka'
  env $(cat "$work/environment") npx vitest run --reporter verbose --config "$here/vitest.config.ts"
fi
