#!/usr/bin/env bash
# prom-client 15.1.3 with tdigest 0.1.3 (Node), https://www.npmjs.com/package/prom-client/v/15.1.3
#
# Expected: a Summary's quantile is an observed value or close to one: of waits of which nine in ten are 0 s and one is 30
# s, the median and the 0.8 are 0.
# Seen: equal values become one point of the digest (tdigest), and between two points it draws a straight line through the
# middles of their weights. So the median is 3 s and 80 % waited up to 21 s, where only 0 and 30 ever came. The sum and
# the count are right. Whatever has few values, as a wait has where most are answered at once, or scores from 1 to 5, is
# told as if it were spread evenly between them. The Python package tdigest 0.5.2.2 answers the same.
#
# Output seen (Node 20.20.2):
#   waits: 0.5 -> 3, 0.8 -> 21, 0.9 -> 27, 0.95 -> 30; mean 3
#   scores: 0.3 -> 1.8, 0.5 -> 3.4, 0.6 -> 4.2
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error prom-client@15.1.3 tdigest@0.1.3 > /dev/null

cat > show.cjs << 'NODE'
const { Summary } = require('prom-client');

async function show(name, percentiles, values) {
  const summary = new Summary({ name, help: name, percentiles });
  for (const value of values) summary.observe(value);
  const told = (await summary.get()).values;
  const quantiles = told.filter(({ labels }) => labels.quantile).map(({ labels, value }) => `${labels.quantile} -> ${value}`);
  return quantiles.join(', ');
}

(async () => {
  const waits = Array.from({ length: 1000 }, (_, i) => (i % 10 === 0 ? 30 : 0));
  const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
  console.log(`waits: ${await show('waits', [0.5, 0.8, 0.9, 0.95], waits)}; mean ${mean}`);
  // Two in five at 1, three in five at 5, and none between.
  const scores = Array.from({ length: 1000 }, (_, i) => (i % 5 < 2 ? 1 : 5));
  console.log(`scores: ${await show('scores', [0.3, 0.5, 0.6], scores)}`);
})();
NODE
node show.cjs | tee seen
diff seen - << 'SEEN'
waits: 0.5 -> 3, 0.8 -> 21, 0.9 -> 27, 0.95 -> 30; mean 3
scores: 0.3 -> 1.8, 0.5 -> 3.4, 0.6 -> 4.2
SEEN
