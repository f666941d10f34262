#!/usr/bin/env bash
# jstat 1.9.6 (Node), https://www.npmjs.com/package/jstat/v/1.9.6
#
# Expected: a distribution function lies between 0 and 1 and does not fall; half of a beta distribution with two equal
# parameters lies below 0.5, and half of Student's t below 0. The parameters are counts of cases: sums over a large
# shop, or a contact center's year.
# Seen: the continued fraction behind both ends after 100 steps, whether or not it has arrived, and says nothing. The
# chance that one of two equal variants is better comes out as 0.44 at a million successes and failures, and below 0 at
# ten million. With many degrees of freedom Student's t passes 1 left of the middle, is negative in it, and the p-value
# of jStat.ttest is above 3.
#
# Output seen (Node 20.20.2):
#   beta.cdf(0.5, 100000, 100000) = 0.4999
#   beta.cdf(0.5, 1000000, 1000000) = 0.4404
#   beta.cdf(0.5, 10000000, 10000000) = -0.1736
#   studentt.cdf(-0.1, 100000000) = 0.5576
#   studentt.cdf(-0.01, 100000000) = 1.6897
#   studentt.cdf(0, 100000000) = -1.4907
#   ttest(0.01, 100000001, 2) = 3.3795
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error jstat@1.9.6 > /dev/null

cat > show.cjs << 'NODE'
const { jStat } = require('jstat');

const show = (call, value) => console.log(`${call} = ${value.toFixed(4)}`);
for (const n of [100_000, 1_000_000, 10_000_000]) show(`beta.cdf(0.5, ${n}, ${n})`, jStat.beta.cdf(0.5, n, n));
for (const t of [-0.1, -0.01, 0]) show(`studentt.cdf(${t}, 100000000)`, jStat.studentt.cdf(t, 100_000_000));
// t, the number of values, both sides.
show('ttest(0.01, 100000001, 2)', jStat.ttest(0.01, 100_000_001, 2));
NODE
node show.cjs | tee seen
diff seen - << 'SEEN'
beta.cdf(0.5, 100000, 100000) = 0.4999
beta.cdf(0.5, 1000000, 1000000) = 0.4404
beta.cdf(0.5, 10000000, 10000000) = -0.1736
studentt.cdf(-0.1, 100000000) = 0.5576
studentt.cdf(-0.01, 100000000) = 1.6897
studentt.cdf(0, 100000000) = -1.4907
ttest(0.01, 100000001, 2) = 3.3795
SEEN
