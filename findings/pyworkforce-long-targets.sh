#!/usr/bin/env bash
# pyworkforce 0.5.4 (Python 3.12 or newer), https://pypi.org/project/pyworkforce/0.5.4/
#
# Expected: the more time is allowed, the more contacts are answered within it, up to all that do not give up; ErlangA's
# service_level is documented as exact.
# Seen: from some target on, the nearer the larger the center, it falls to the share that need not wait at all:
# exp(-rate * time) is 0 below 1e-323, and all the terms that follow are multiples of it. Nothing is said, and
# required_positions then asks for more agents for a gentler target.
#
# Takes about a minute.
# Output seen (Python 3.12.1):
#   within 1 min: 97.9% of 1000 contacts by 104 agents
#   within 5 min: 98.1% of 1000 contacts by 104 agents
#   within 10 min: 98.1% of 1000 contacts by 104 agents
#   within 15 min: 60.1% of 1000 contacts by 104 agents
#   without a wait: 60.1%; not giving up: 98.1%
#   for 90% within 10 min: 101 agents
#   for 90% within 15 min: 114 agents
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for python in python3 python3.12 python3.13 "$HOME"/.pyenv/versions/3.12.*/bin/python3; do
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2> "$work/log" && break
done
"$python" -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pyworkforce==0.5.4

cat > "$work/show.py" << 'PYTHON'
from pyworkforce.queuing import ErlangA

contacts = ErlangA(transactions=1000, aht=3, asa=1, interval=30, patience=5)
for minutes in (1, 5, 10, 15):
    level = contacts.service_level(104, asa=minutes)
    print(f"within {minutes} min: {level:.1%} of 1000 contacts by 104 agents")
print(f"without a wait: {1 - contacts.waiting_probability(104):.1%};",
      f"not giving up: {1 - contacts.abandonment_probability(104):.1%}")
for minutes in (10, 15):
    print(f"for 90% within {minutes} min:", contacts.required_positions(0.9, asa=minutes)["raw_positions"], "agents")
PYTHON
"$work/venv/bin/python" "$work/show.py" | tee "$work/seen"
diff "$work/seen" - << 'SEEN'
within 1 min: 97.9% of 1000 contacts by 104 agents
within 5 min: 98.1% of 1000 contacts by 104 agents
within 10 min: 98.1% of 1000 contacts by 104 agents
within 15 min: 60.1% of 1000 contacts by 104 agents
without a wait: 60.1%; not giving up: 98.1%
for 90% within 10 min: 101 agents
for 90% within 15 min: 114 agents
SEEN
