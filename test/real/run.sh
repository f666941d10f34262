#!/usr/bin/env bash
# Runs what must hold on a real Kafka against Apache Kafka of Maven Central: first plain, then with three brokers, TLS
# and passwords. Registry and ClickHouse are those that the environment names, else the embedded ones.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

for command in mvn java keytool; do
  command -v "$command" > /dev/null || { echo "left out: tests on Apache Kafka (they need $command)"; exit 0; }
done

folder=$(mktemp -d)
kafka() { infra/kafka/apache-kafka.sh "$@" --dir "$folder/kafka"; }
cleanup() {
  [ ! -e "$folder/kafka" ] || kafka stop
  rm -rf "$folder"
}
trap cleanup EXIT

value() { sed -n "s/^$1=//p" "$folder/environment"; }

# librdkafka's settings for the Kafka that runs. Not SCRAM: before 2.6.1 librdkafka (Debian 12 has 2.0.2) repeats its
# nonce, and Kafka 4 takes that for a wrong password (confluentinc/librdkafka#4895).
client_settings() {
  [ "$(value KAFKA_SSL)" = true ] || return 0
  cat << SETTINGS
security.protocol=SASL_SSL
ssl.ca.location=$(value NODE_EXTRA_CA_CERTS)
sasl.mechanisms=PLAIN
sasl.username=$(value KAFKA_SASL_USERNAME)
sasl.password=$(cat "$(value KAFKA_SASL_PASSWORD_FILE)")
SETTINGS
}

check() { # options of apache-kafka.sh
  kafka start "$@" > "$folder/environment"
  env $(cat "$folder/environment") npm run --silent test:real --
  if command -v kcat > /dev/null; then
    (umask 077 && client_settings > "$folder/kcat.conf")
    BROKER=$(value KAFKA_BROKERS) TOPIC=contact.surveys CONFIG=$folder/kcat.conf bash test/infra/kcat.sh
  else
    echo 'left out: kcat against Apache Kafka (Debian package kcat)'
  fi
  kafka stop
}

check
check --brokers 3 --sasl-ssl
