#!/usr/bin/env bash
# Runs what is most likely to meet another Node on the newest LTS: the start with its embedded servers and native
# packages, the whole pipeline with real data, dates and zones, and the client libraries.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

node=$(bash test/node/lts.sh)
echo "on Node $("$node" --version), the newest LTS"
# kafkajs waits a negative time now and then, of which this Node warns; `npm start` does not show it either.
export NODE_OPTIONS=--disable-warning=TimeoutNegativeWarning
exec "$node" node_modules/vitest/vitest.mjs run test/start test/migrate test/domain test/lib test/contract \
  test/integration/metrics.test.ts test/integration/real-data.test.ts
