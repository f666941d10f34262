#!/usr/bin/env bash
# bloom-filters 3.0.4 (Node), https://www.npmjs.com/package/bloom-filters/v/3.0.4
#
# Expected: HyperLogLog counts distinct values within 1.04 / sqrt(registers), here 3.25 %, and few of them all but
# exactly: that is what the correction for small numbers is for. A Count-Min Sketch that took in another one has the
# sum of both.
# Seen: ranks begin at 0, so a register that has seen a value holds 0 in half of the cases, as one does that has seen
# none, and the correction counts the zeros. Until there are over one and a half times as many callers as registers,
# half of them are told; then the figure jumps to a fifth too many. Only with many times as many it is right, and that
# is what its tests have. Distinct callers of a queue in an hour are at the lower end, and if each calls once, every
# second call seems to be by somebody who called before. And merge adds up the counts of a Count-Min Sketch, but not
# its sum, so a share of it comes out as 2.
#
# Output seen (Node 20.20.2), mean of four sketches with 1024 registers:
#   100 callers: 45 %
#   1000 callers: 48 %
#   2500 callers: 120 %
#   10000 callers: 98 %
#   calls for sales, of all calls: 200 of 100
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error bloom-filters@3.0.4 > /dev/null

cat > show.cjs << 'NODE'
const { CountMinSketch, HyperLogLog } = require('bloom-filters');
const SKETCHES = 4;

function told(day, callers) {
  const sketch = new HyperLogLog(1024);
  for (let caller = 0; caller < callers; caller++) sketch.update(`day ${day}, caller ${caller}`);
  return sketch.count();
}
for (const callers of [100, 1000, 2500, 10_000]) {
  let sum = 0;
  for (let day = 0; day < SKETCHES; day++) sum += told(day, callers);
  console.log(`${callers} callers: ${Math.round((100 * sum) / SKETCHES / callers)} %`);
}

const [morning, evening] = [1, 2].map(() => CountMinSketch.create(0.001, 0.99));
for (let call = 0; call < 100; call++) for (const shift of [morning, evening]) shift.update('sales');
morning.merge(evening);
console.log(`calls for sales, of all calls: ${morning.count('sales')} of ${morning.sum}`);
NODE
node show.cjs | tee seen
diff seen - << 'SEEN'
100 callers: 45 %
1000 callers: 48 %
2500 callers: 120 %
10000 callers: 98 %
calls for sales, of all calls: 200 of 100
SEEN
