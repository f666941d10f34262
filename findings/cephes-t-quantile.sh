#!/usr/bin/env bash
# cephes 3.3.3 (Node, WebAssembly), https://www.npmjs.com/package/cephes/v/3.3.3
#
# Expected: the inverses undo what they are inverses of, stdtr(k, stdtri(k, p)) = p and incbet(a, b, incbi(a, b, p)) =
# p; a quantile of Student's t with 100,000 degrees of freedom is within a thousandth of the normal one (ndtri).
# Seen: for small chances the search stops far away, without a sign. At one in ten million, which is 0.05 shared by half
# a million comparisons, the critical value is 82 where it is 5.2: nothing is ever found, and an interval made of it is
# sixteen times as wide.
#
# Output seen (Node 20.20.2):
#   p 1e-6: t -4.75370, normal -4.75342, chance of that t 1.00000e-6
#   p 1e-7: t -81.65308, normal -5.19934, chance of that t 0.00000e+0
#   p 1e-8: t -81.65274, normal -5.61200, chance of that t 0.00000e+0
#   incbi(100000, 0.5, 1e-8) = 0.93750, incbet there 0.00000e+0
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error cephes@3.3.3 > /dev/null

cat > show.cjs << 'NODE'
const { stdtr, stdtri, ndtri, incbet, incbi } = require('cephes');

for (const power of [6, 7, 8]) {
  const p = Number(`1e-${power}`);
  const t = stdtri(100_000, p);
  const back = stdtr(100_000, t).toExponential(5);
  console.log(`p 1e-${power}: t ${t.toFixed(5)}, normal ${ndtri(p).toFixed(5)}, chance of that t ${back}`);
}
const x = incbi(100_000, 0.5, 1e-8);
console.log(`incbi(100000, 0.5, 1e-8) = ${x.toFixed(5)}, incbet there ${incbet(100_000, 0.5, x).toExponential(5)}`);
NODE
node show.cjs | tee seen
diff seen - << 'SEEN'
p 1e-6: t -4.75370, normal -4.75342, chance of that t 1.00000e-6
p 1e-7: t -81.65308, normal -5.19934, chance of that t 0.00000e+0
p 1e-8: t -81.65274, normal -5.61200, chance of that t 0.00000e+0
incbi(100000, 0.5, 1e-8) = 0.93750, incbet there 0.00000e+0
SEEN
