#!/usr/bin/env bash
# prom-client 15.1.3 (Node), https://www.npmjs.com/package/prom-client/v/15.1.3
#
# Expected: with maxAgeSeconds and ageBuckets the quantiles of a Summary are those of what was observed within the window,
# each observation counted once.
# Seen: the buckets of a new window are all the same digest (`Array(n).fill(new TDigest())`), so what comes first is put
# into it n times, what comes after one turn n - 1 times, and so on. Through the first window of every set of labels, so
# after each start and for each new queue, old waits outweigh new ones: of 100 calls that waited about 10 s and 150 later
# ones that waited about 60 s, all within the window, the median is 10. `_count` and `_sum` beside it are right. A window
# that begins with one empty turn forgets the fault, as its buckets were made anew.
#
# Output seen (Node 20.20.2; the clock is set by hand):
#   100 calls at 10 s: median 10
#   and 150 at 60 s, 7 s later, window 10 s: median 10 of 250, mean 40
#   the same after a window without calls: median 60 of 250, mean 40
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error prom-client@15.1.3 tdigest@0.1.3 > /dev/null

cat > show.cjs << 'NODE'
const { Summary } = require('prom-client');

let now = Date.now();
Date.now = () => now;

const window = { maxAgeSeconds: 10, ageBuckets: 5, percentiles: [0.5] };
const observe = (summary, calls, wait) => {
  for (let i = 0; i < calls; i++) summary.observe(wait + i / 1000);
};
async function told(summary) {
  const [median, sum, count] = (await summary.get()).values.map(({ value }) => value);
  return { median: `median ${Math.round(median)}`, all: `of ${count}, mean ${Math.round(sum / count)}` };
}

(async () => {
  const fresh = new Summary({ name: 'fresh', help: 'wait', ...window });
  observe(fresh, 100, 10);
  console.log(`100 calls at 10 s: ${(await told(fresh)).median}`);
  now += 7000;
  observe(fresh, 150, 60);
  const { median, all } = await told(fresh);
  console.log(`and 150 at 60 s, 7 s later, window 10 s: ${median} ${all}`);

  const turned = new Summary({ name: 'turned', help: 'wait', ...window });
  await turned.get();
  now += 10_001;
  observe(turned, 100, 10);
  now += 7000;
  observe(turned, 150, 60);
  const after = await told(turned);
  console.log(`the same after a window without calls: ${after.median} ${after.all}`);
})();
NODE
node show.cjs | tee seen
diff seen - << 'SEEN'
100 calls at 10 s: median 10
and 150 at 60 s, 7 s later, window 10 s: median 10 of 250, mean 40
the same after a window without calls: median 60 of 250, mean 40
SEEN
