#!/usr/bin/env bash
# mod-turbotab 0.1.0 (Python), https://pypi.org/project/mod-turbotab/0.1.0/
#
# Expected: erlang_a is the queue with impatient callers, "M/M/N+M" by its own words: in balance, those who abandon are
# the wait on average by the mean patience, and nobody waits for sure, as those who hang up let the queue settle at any
# load.
# Seen: the chance to wait is that of Erlang C, 1 from full load on, and the wait is made of it. 10 agents with 10 erlangs
# and callers who wait two minutes on average lose 15 % of them after 18 s on average; it says 62 % after 115 s. Also
# below full load, 9 erlangs and half a minute, it is 40 % instead of 14 %. And its own figures do not fit each other:
# those who abandon are not the wait by the patience. Its agents_required and asa go by it when they are given a patience.
# "Exact" here: the chances of 0, 1, 2, ... calls by balance of in and out, added up.
#
# Output seen (Python 3.11.7):
#   10 agents, 10 erlangs, patience 120 s: waits 1.000, abandons 0.618, 115.4 s; exact 0.442, 0.152, 18.3 s
#   10 agents, 9 erlangs, patience 30 s: waits 0.669, abandons 0.399, 18.2 s; exact 0.247, 0.142, 4.2 s
#   12 agents, 10 erlangs, patience 120 s: waits 0.449, abandons 0.192, 30.0 s; exact 0.251, 0.072, 8.7 s
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check mod-turbotab==0.1.0

cat > "$work/show.py" << 'PYTHON'
from mod_turbotab.calculations.erlang import erlang_a

AHT = 300


def exact(agents, erlangs, patience):
    weights = [1.0]
    for calls in range(1, 1000):
        leave = min(calls, agents) / AHT + max(0, calls - agents) / patience
        weights.append(weights[-1] * erlangs / AHT / leave)
    chances = [weight / sum(weights) for weight in weights]
    waiting = sum(max(0, calls - agents) * chance for calls, chance in enumerate(chances))
    wait = waiting / (erlangs / AHT)
    return sum(chances[agents:]), wait / patience, wait


for agents, erlangs, patience in ((10, 10, 120), (10, 9, 30), (12, 10, 120)):
    told = erlang_a(agents, erlangs, patience, AHT)
    waits, abandons, wait = exact(agents, erlangs, patience)
    print(f"{agents} agents, {erlangs} erlangs, patience {patience} s: "
          f"waits {told['pw']:.3f}, abandons {told['abandon_rate']:.3f}, {told['asa']:.1f} s; "
          f"exact {waits:.3f}, {abandons:.3f}, {wait:.1f} s")
PYTHON
"$work/venv/bin/python" "$work/show.py" | tee "$work/seen"
diff "$work/seen" - << 'SEEN'
10 agents, 10 erlangs, patience 120 s: waits 1.000, abandons 0.618, 115.4 s; exact 0.442, 0.152, 18.3 s
10 agents, 9 erlangs, patience 30 s: waits 0.669, abandons 0.399, 18.2 s; exact 0.247, 0.142, 4.2 s
12 agents, 10 erlangs, patience 120 s: waits 0.449, abandons 0.192, 30.0 s; exact 0.251, 0.072, 8.7 s
SEEN
