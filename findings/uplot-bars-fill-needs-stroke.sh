#!/usr/bin/env bash
# uPlot 1.6.32 (browsers), https://www.npmjs.com/package/uplot/v/1.6.32
#
# Expected: `paths.bars({ disp: { fill } })`, in its types "custom per-datapoint styling", with `fill` and `stroke` each
# optional, fills each bar with the colour that is given for its value.
# Seen: the colours are taken only if the series has the width 0, or if `disp.stroke` is given as well. A series whose
# width is left out has 1: all bars get the one `fill` of the series (or none, if it has none), whether it has a stroke
# to draw or not. Nothing is thrown or printed, and neither types nor readme name the condition.
#
# Output seen (Node 20.20.2, with a canvas that notes what is filled):
#   disp.fill: 3 grey
#   disp.fill, no fill of the series: none filled
#   disp.fill, a stroke: 3 grey
#   disp.fill, a stroke, width 0: 2 green, 1 red
#   disp.fill, disp.stroke: 2 green, 1 red
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error uplot@1.6.32 > /dev/null

cat > show.mjs << 'NODE'
// As much of a browser as a plot without axes, legend and cursor asks for.
const filled = [];
const fill = ({ bars }) => filled.push(`${bars} ${context.fillStyle}`);
const context = new Proxy({ fill }, { get: (known, name) => known[name] ?? (() => {}) });
class HTMLElement {
  style = {};
  classList = { add() {}, remove() {}, contains: () => false };
  addEventListener() {}
  removeEventListener() {}
  setAttribute() {}
  insertBefore() {}
  appendChild() {}
  getContext = () => context;
  getBoundingClientRect = () => ({ left: 0, top: 0, width: 300, height: 200 });
}
class Path2D {
  bars = 0;
  rect() {
    this.bars += 1;
  }
}
const element = () => new HTMLElement();
const window = Object.assign(element(), { dispatchEvent() {} });
const document = Object.assign(element(), { createElement: element, body: element() });
const navigator = { language: 'en' };
const given = { window, document, navigator, HTMLElement, Path2D, matchMedia: element, devicePixelRatio: 1 };
for (const [name, value] of Object.entries(given)) Object.defineProperty(globalThis, name, { value });
const { default: uPlot } = await import('uplot');

const hidden = { show: false };
const colors = (...values) => ({ unit: 3, values: () => values });
const show = async (what, style, disp) => {
  filled.length = 0;
  const series = { points: hidden, paths: uPlot.paths.bars({ disp }), ...style };
  const size = { width: 300, height: 200 };
  const options = { ...size, axes: [hidden, hidden], legend: hidden, cursor: hidden, series: [{}, series] };
  const data = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  await new Promise((drawn) => new uPlot({ ...options, hooks: { draw: [drawn] } }, data, document.body));
  console.log(`${what}: ${filled.join(', ') || 'none filled'}`);
};
const fills = colors('green', 'red', 'green');
await show('disp.fill', { fill: 'grey' }, { fill: fills });
await show('disp.fill, no fill of the series', {}, { fill: fills });
await show('disp.fill, a stroke', { fill: 'grey', stroke: 'black' }, { fill: fills });
await show('disp.fill, a stroke, width 0', { fill: 'grey', stroke: 'black', width: 0 }, { fill: fills });
await show('disp.fill, disp.stroke', { fill: 'grey' }, { fill: fills, stroke: colors('black', 'black', 'black') });
NODE
node show.mjs 2>&1 | tee seen
diff seen - << 'SEEN'
disp.fill: 3 grey
disp.fill, no fill of the series: none filled
disp.fill, a stroke: 3 grey
disp.fill, a stroke, width 0: 2 green, 1 red
disp.fill, disp.stroke: 2 green, 1 red
SEEN
