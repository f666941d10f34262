#!/usr/bin/env bash
# Runs every command line of docker-compose.yml that is ours, with the environment of that file, on this machine: against an
# Apache Kafka that it starts (or the one that KAFKA_BROKERS names), and, unless SCHEMA_REGISTRY_URL and CLICKHOUSE_URL name
# others, the embedded registry and ClickHouse. For machines without Docker; it needs Java and Maven.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

check() { npx vitest run --config test/real/vitest.config.ts test/real/compose.test.ts; }

if [ -n "${KAFKA_BROKERS:-}" ]; then
  check
  exit
fi
for command in mvn java; do
  command -v "$command" > /dev/null || { echo "left out: the command lines of Compose on Apache Kafka (they need $command)"; exit 0; }
done
folder=$(mktemp -d)
kafka() { infra/kafka/apache-kafka.sh "$@" --dir "$folder/kafka"; }
cleanup() {
  [ ! -e "$folder/kafka" ] || kafka stop
  rm -rf "$folder"
}
trap cleanup EXIT
kafka start --port "${COMPOSE_CHECK_PORT:-29092}" > "$folder/environment"
export $(cat "$folder/environment")
check
