#!/usr/bin/env bash
# hdr-histogram-js 3.0.1 (Node), https://www.npmjs.com/package/hdr-histogram-js/v/3.0.1
#
# Expected: bitBucketSize, 8, 16, 32 or 64, is the size of a counter, and one that is full is refused, as Java's original
# refuses it; the sources have "would overflow short integer count" for it too.
# Seen: the check asks whether the next count is below 0, which it never is, and the counter begins again at 0. totalCount
# goes on, so a quantile looks for more values than there are, and answers 0. Of 70,000 calls that wait 2 s and 7,000
# that wait a minute all percentiles are 0 with 16 bits: nobody waits. Each hour is right and only their sum is not, as
# add wraps too. Where many wait equally long, or not at all, a busy day is enough; with 8 bits 256 calls are. WebAssembly
# does the same. Only mean raises, for those who ask for it.
#
# Output seen (Node 20.20.2), percentiles 50, 90 and 95 of seconds waited:
#   32 bits, by the hour: 2 2 60, of 7700 calls
#   32 bits, the day: 2 2 60, of 77000 calls
#   16 bits, by the hour: 2 2 60, of 7700 calls
#   16 bits, the day: 0 0 0, of 77000 calls
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error hdr-histogram-js@3.0.1 > /dev/null

cat > show.cjs << 'NODE'
const { build } = require('hdr-histogram-js');

function show(name, histogram) {
  const seconds = [50, 90, 95].map((percentile) => histogram.getValueAtPercentile(percentile));
  console.log(`${name}: ${seconds.join(' ')}, of ${histogram.totalCount} calls`);
}
for (const bitBucketSize of [32, 16]) {
  const hour = build({ bitBucketSize });
  for (let call = 0; call < 7700; call++) hour.recordValue(call < 7000 ? 2 : 60);
  show(`${bitBucketSize} bits, by the hour`, hour);
  const day = build({ bitBucketSize });
  for (let hours = 0; hours < 10; hours++) day.add(hour);
  show(`${bitBucketSize} bits, the day`, day);
}
NODE
node show.cjs | tee seen
diff seen - << 'SEEN'
32 bits, by the hour: 2 2 60, of 7700 calls
32 bits, the day: 2 2 60, of 77000 calls
16 bits, by the hour: 2 2 60, of 7700 calls
16 bits, the day: 0 0 0, of 77000 calls
SEEN
