#!/usr/bin/env bash
# erlanglib 1.2.0 (Python), https://pypi.org/project/erlanglib/1.2.0/
#
# Expected: erlang_c is "the probability that a call is queued", so from 0 to 1, or an error where agents are not more
# than the erlangs and the queue grows for ever; and required_agents of 21 with a shrinkage of 30 % is 30, as 30 * 0.7 = 21.
# Seen: with fewer agents than erlangs it is above 1, and service_level of it below 0; nothing is said. And 21 / 0.7 is
# 30.000000000000004 in floating point, which is rounded up to 31.
#
# Output seen (Python 3.11.7):
#   10 erlangs, 9 agents: queued 1.4196, within 20 s -0.5864
#   10 erlangs, 5 agents: queued 4.4092, within 20 s -6.6848
#   14 and 30 %: 20; 21 and 30 %: 31
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check erlanglib==1.2.0

cat > "$work/show.py" << 'PYTHON'
from erlanglib import erlang_c, required_agents, service_level

for agents in (9, 5):
    queued = erlang_c(agents, 10)
    level = service_level(agents, 10, queued, 20, 180)
    print(f"10 erlangs, {agents} agents: queued {queued:.4f}, within 20 s {level:.4f}")
print(f"14 and 30 %: {required_agents(14, 30)}; 21 and 30 %: {required_agents(21, 30)}")
PYTHON
"$work/venv/bin/python" "$work/show.py" | tee "$work/seen"
diff "$work/seen" - << 'SEEN'
10 erlangs, 9 agents: queued 1.4196, within 20 s -0.5864
10 erlangs, 5 agents: queued 4.4092, within 20 s -6.6848
14 and 30 %: 20; 21 and 30 %: 31
SEEN
