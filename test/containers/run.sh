#!/usr/bin/env bash
# Runs what must hold on real servers in containers: Apache Kafka, Confluent's registry, ClickHouse and Grafana.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

docker info > /dev/null 2>&1 || { echo 'test:containers needs Docker, and none answers here' >&2; exit 1; }
exec npx vitest run --config test/containers/vitest.config.ts "$@"
