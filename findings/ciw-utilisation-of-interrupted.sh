#!/usr/bin/env bash
# Ciw 3.2.7 (Python, simulation of queues), https://pypi.org/project/Ciw/3.2.7/
#
# Expected: server_utilisation is the share of their time on duty in which servers serve. With callers always waiting it
# is 1, whether or not calls are interrupted and taken up again (preemption="resume").
# Seen: what was served before an interruption counts as idle; only the part that ends a call is counted. An agent of
# shifts of 7 with calls of 10 is idle for two thirds of them by the figure, though 70 calls in 700 are all that anybody
# could serve. So too where urgent callers interrupt others. The more is interrupted, the more agents a plan seems to have
# to spare. That the records' own times are of the whole stay is said in the guide; of this figure it says nothing.
#
# Output seen (Python 3.11.7):
#   one shift of 500: 50 calls served, utilisation 1.00
#   100 shifts of 7, resumed: 70 calls served, utilisation 0.30
#   an urgent call of 1 every 10: 50 and 45 calls served, utilisation 0.46
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check Ciw==3.2.7

cat > "$work/show.py" << 'PYTHON'
import ciw

waiting = ciw.dists.Sequential([0.001] * 200 + [10_000])
ten = ciw.dists.Deterministic(10)


def run(until, **network):
    simulation = ciw.Simulation(ciw.create_network(**network))
    simulation.simulate_until_max_time(until)
    served = [record.customer_class for record in simulation.get_all_records(only=["service"])]
    return served, f"utilisation {simulation.transitive_nodes[0].server_utilisation:.2f}"


def one(**network):
    return {"arrival_distributions": [waiting], "service_distributions": [ten], **network}


served, told = run(500.5, **one(number_of_servers=[1]))
print(f"one shift of 500: {len(served)} calls served, {told}")
shifts = ciw.Schedule(numbers_of_servers=[1, 0], shift_end_dates=[7, 10], preemption="resume")
served, told = run(1003.5, **one(number_of_servers=[shifts]))
print(f"100 shifts of 7, resumed: {len(served)} calls served, {told}")
served, told = run(
    500.5,
    arrival_distributions={"urgent": [ciw.dists.Sequential([5] + [10] * 100)], "other": [waiting]},
    service_distributions={"urgent": [ciw.dists.Deterministic(1)], "other": [ten]},
    priority_classes=({"urgent": 0, "other": 1}, ["resume"]),
    number_of_servers=[1],
)
print(f"an urgent call of 1 every 10: {served.count('urgent')} and {served.count('other')} calls served, {told}")
PYTHON
"$work/venv/bin/python" "$work/show.py" | tee "$work/seen"
diff "$work/seen" - << 'SEEN'
one shift of 500: 50 calls served, utilisation 1.00
100 shifts of 7, resumed: 70 calls served, utilisation 0.30
an urgent call of 1 every 10: 50 and 45 calls served, utilisation 0.46
SEEN
