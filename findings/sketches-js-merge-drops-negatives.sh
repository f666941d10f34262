#!/usr/bin/env bash
# @datadog/sketches-js 2.1.1 (Node), https://www.npmjs.com/package/@datadog/sketches-js/v/2.1.1
#
# Expected: sketches are there to be merged: what each worker saw put together has the quantiles of all that was seen,
# within 1 %. Values below zero have a store of their own, and a sketch that took all of them by itself is right.
# Seen: merge adds the values at and above zero, and of those below only their count. With minutes left to a promise,
# which are negative for what is late, half of the tickets have 25 in hand by the merged sketch, where half are late.
# count, sum, min and max beside it are right, so an average does not show it, and waits, which are never negative,
# come out right in every test. What a sketch has before its first merge counts, so the order of workers changes the
# figure. ddsketch 3.0.1, the same for Python, merges both. Known upstream (DataDog/sketches-js#22), open.
#
# Output seen (Node 20.20.2, Python 3.11.7), at 10, 50 and 90 %:
#   all in one: 202 tickets, -40, 0, 40 minutes
#   two merged: 202 tickets, -30, 25, 50 minutes
#   two merged, ddsketch for Python: 202 tickets, -40, 0, 40 minutes
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error @datadog/sketches-js@2.1.1 > /dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ddsketch==3.0.1

cat > show.cjs << 'NODE'
const { DDSketch } = require('@datadog/sketches-js');

// Two workers, each with a ticket for every minute from 50 late to 50 early.
const minutes = Array.from({ length: 101 }, (_, n) => n - 50);
const sketch = (...workers) => {
  const one = new DDSketch();
  for (const value of workers.flat()) one.accept(value);
  return one;
};
const say = (name, of) => {
  const at = [0.1, 0.5, 0.9].map((quantile) => Math.round(of.getValueAtQuantile(quantile)));
  console.log(`${name}: ${of.count} tickets, ${at.join(', ')} minutes`);
};
say('all in one', sketch(minutes, minutes));
const merged = sketch(minutes);
merged.merge(sketch(minutes));
say('two merged', merged);
NODE
cat > show.py << 'PYTHON'
from ddsketch import DDSketch

merged, other = DDSketch(), DDSketch()
for value in range(-50, 51):
    merged.add(value)
    other.add(value)
merged.merge(other)
values = ", ".join(str(round(merged.get_quantile_value(q))) for q in (0.1, 0.5, 0.9))
print(f"two merged, ddsketch for Python: {merged.count:.0f} tickets, {values} minutes")
PYTHON
{ node show.cjs && venv/bin/python show.py; } | tee seen
diff seen - << 'SEEN'
all in one: 202 tickets, -40, 0, 40 minutes
two merged: 202 tickets, -30, 25, 50 minutes
two merged, ddsketch for Python: 202 tickets, -40, 0, 40 minutes
SEEN
