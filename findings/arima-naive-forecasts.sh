#!/usr/bin/env bash
# arima 0.2.8 (Node, WebAssembly of the C library ctsa), https://www.npmjs.com/package/arima/v/0.2.8
#
# Expected: ARIMA(0, 1, 0), of which nothing is to be estimated, forecasts the last value; with D: 1 and a season of 7
# days it forecasts the last week. They are the naive forecasts that every other is measured by, and auto: true takes
# the first where nothing is better, as for a volume that goes up and down by chance.
# Seen: the forecast is 0, and after a few steps values of the series from long ago; what is given as its errors is of
# that kind too. With a single coefficient more, (0, 1, 1), it is right, so all the examples are. With auto nothing
# tells which model was taken: calls around 200 a day are forecast well for some centers and as 0 for most, and staffed so.
# Perhaps what zemlyansky/arima#12 reports of auto, open since 2022.
#
# Output seen (Node 20.20.2), the next three days:
#   calls on the last days: 199 199 193
#   (0, 1, 0): 0 0 0
#   (0, 1, 1): 194 194 194
#   calls a week before: 103 90 80
#   (0, 0, 0)(0, 1, 0)7: 0 0 0
#   (0, 0, 0)(0, 1, 1)7: 103 91 82
#   auto, 20 centers: no call tomorrow in 13
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error arima@0.2.8 > /dev/null

cat > show.cjs << 'NODE'
const ARIMA = require('arima');

let state = 1;
const dice = (sides) => (state = (state * 48271) % 2147483647) % sides;
// Calls a day: each differs from the day before by -6 to 6.
function center() {
  const calls = [200];
  while (calls.length < 60) calls.push(calls.at(-1) + dice(13) - 6);
  return calls;
}
function forecast(options, series) {
  const [calls] = new ARIMA({ ...options, verbose: false }).train(series).predict(3);
  return calls.map(Math.round);
}
const show = (name, values) => console.log(`${name}: ${values.join(' ')}`);

const calls = center();
show('calls on the last days', calls.slice(-3));
show('(0, 1, 0)', forecast({ p: 0, d: 1, q: 0 }, calls));
show('(0, 1, 1)', forecast({ p: 0, d: 1, q: 1 }, calls));
const weeks = Array.from({ length: 70 }, (_, day) => [100, 90, 80, 85, 120, 30, 20][day % 7] + dice(5));
show('calls a week before', weeks.slice(-7, -4));
show('(0, 0, 0)(0, 1, 0)7', forecast({ p: 0, d: 0, q: 0, P: 0, D: 1, Q: 0, s: 7 }, weeks));
show('(0, 0, 0)(0, 1, 1)7', forecast({ p: 0, d: 0, q: 0, P: 0, D: 1, Q: 1, s: 7 }, weeks));
const none = Array.from({ length: 20 }, center).filter((series) => forecast({ auto: true }, series)[0] === 0);
console.log(`auto, 20 centers: no call tomorrow in ${none.length}`);
NODE
node show.cjs | grep : | tee seen
diff seen - << 'SEEN'
calls on the last days: 199 199 193
(0, 1, 0): 0 0 0
(0, 1, 1): 194 194 194
calls a week before: 103 90 80
(0, 0, 0)(0, 1, 0)7: 0 0 0
(0, 0, 0)(0, 1, 1)7: 103 91 82
auto, 20 centers: no call tomorrow in 13
SEEN
