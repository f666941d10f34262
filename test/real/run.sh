#!/usr/bin/env bash
# Runs what must hold on a real Kafka against Apache Kafka of Maven Central: plain, then with three brokers, TLS and
# passwords. Registry and ClickHouse are those that the environment names, else the embedded ones.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

for command in mvn java; do
  command -v "$command" > /dev/null || { echo "left out: tests on Apache Kafka (they need $command)"; exit 0; }
done

folder=$(mktemp -d)
kafka() { infra/kafka/apache-kafka.sh "$@" --dir "$folder/kafka"; }
cleanup() {
  [ ! -e "$folder/kafka" ] || kafka stop
  rm -rf "$folder"
}
trap cleanup EXIT

kafka start > "$folder/environment"
env $(cat "$folder/environment") npm run test:real
if command -v kcat > /dev/null; then
  BROKER=$(sed 's/^KAFKA_BROKERS=//' "$folder/environment") TOPIC=contact.surveys bash test/infra/kcat.sh
else
  echo 'left out: kcat against Apache Kafka (Debian package kcat)'
fi
kafka stop

kafka start --brokers 3 --sasl-ssl > "$folder/environment"
env $(cat "$folder/environment") npm run test:real -- test/real
