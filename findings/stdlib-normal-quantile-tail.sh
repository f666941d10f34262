#!/usr/bin/env bash
# @stdlib/stats-base-dists-normal-quantile 0.3.1 and @stdlib/stats-base-dists-t-quantile 0.2.3 (Node),
# https://www.npmjs.com/package/@stdlib/stats-base-dists-normal-quantile/v/0.3.1
#
# Expected: every chance above 0 that a number can hold has a finite normal quantile, and it undoes the distribution
# function of the same library, which is right down to 1e-300; Student's t goes over into it as the degrees of freedom
# grow. So scipy has it, and cephes as far as that goes.
# Seen: the chance is first doubled and taken from 1, which leaves 16 digits after the point. From 1e-10 on the quantile
# loses digits, at 1e-16 it is wrong in the third, and from 1e-17 on, where p-values of large studies lie and are turned
# into z, it is -Infinity. And t's quantile falls to 0 for very many degrees of freedom: an interval made of it has no
# width.
#
# Output seen (Node 20.20.2):
#   p 1e-10: z -6.361340890, chance below it 1.0000e-10
#   p 1e-15: z -7.941444487, chance below it 9.9920e-16
#   p 1e-16: z -8.209536152, chance below it 1.1102e-16
#   p 1e-17: z -Infinity, chance below it 0.0000e+0
#   chance below z = -9: 1.1286e-19, its quantile -Infinity
#   t at 0.975: 1.95996 with 1e16 degrees of freedom, 0.00000 with 1e17
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error @stdlib/stats-base-dists-normal-quantile@0.3.1 \
  @stdlib/stats-base-dists-normal-cdf@0.3.1 @stdlib/stats-base-dists-t-quantile@0.2.3 > /dev/null

cat > show.cjs << 'NODE'
const quantile = require('@stdlib/stats-base-dists-normal-quantile');
const cdf = require('@stdlib/stats-base-dists-normal-cdf');
const t = require('@stdlib/stats-base-dists-t-quantile');

for (const power of [10, 15, 16, 17]) {
  const z = quantile(Number(`1e-${power}`), 0, 1);
  console.log(`p 1e-${power}: z ${z.toFixed(9)}, chance below it ${cdf(z, 0, 1).toExponential(4)}`);
}
const below = cdf(-9, 0, 1);
console.log(`chance below z = -9: ${below.toExponential(4)}, its quantile ${quantile(below, 0, 1)}`);
const [many, more] = [1e16, 1e17].map((freedom) => t(0.975, freedom).toFixed(5));
console.log(`t at 0.975: ${many} with 1e16 degrees of freedom, ${more} with 1e17`);
NODE
node show.cjs | tee seen
diff seen - << 'SEEN'
p 1e-10: z -6.361340890, chance below it 1.0000e-10
p 1e-15: z -7.941444487, chance below it 9.9920e-16
p 1e-16: z -8.209536152, chance below it 1.1102e-16
p 1e-17: z -Infinity, chance below it 0.0000e+0
chance below z = -9: 1.1286e-19, its quantile -Infinity
t at 0.975: 1.95996 with 1e16 degrees of freedom, 0.00000 with 1e17
SEEN
