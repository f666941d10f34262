#!/usr/bin/env bash
# pm4py 2.7.23.11 (Python, process mining), https://pypi.org/project/pm4py/2.7.23.11/
#
# Expected: business_hour_slots are "the work schedule of the company", 9:00 to 17:00 say, so of a ticket with
# timestamps of Berlin, opened at 9:00 and solved at 10:00 there, an hour is within business hours. One log has one
# figure, whether it comes from a file or from a DataFrame.
# Seen: read_xes and format_dataframe, by which logs come in, turn all times into UTC, and the slots are
# then laid over what the clock shows there. In summer the ticket is from 7:00 to 8:00 and has no time at all; one that
# is worked on from 16:00 to 18:00 has two hours instead of one, and in winter all is otherwise. A center in New York
# loses its mornings to the night and gets its evenings. A DataFrame that was not formatted has the right figures.
# The total time, without business hours, is right everywhere, and the documentation of the slots names no zone.
#
# Output seen (Python 3.11.7), business hours of tickets of Monday, 6 July 2026, in minutes:
#   9:00 to 10:00: from XES 0, from a DataFrame formatted 0, not formatted 60
#   10:00 to 12:00: from XES 60, from a DataFrame formatted 60, not formatted 120
#   16:00 to 18:00: from XES 120, from a DataFrame formatted 120, not formatted 60
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pm4py==2.7.23.11

cat > "$work/show.py" << 'PYTHON'
import sys
import warnings

import pandas
import pm4py

warnings.simplefilter("ignore")

HOUR = 3600
slots = [((day * 24 + 9) * HOUR, (day * 24 + 17) * HOUR) for day in range(5)]
columns = {"case_id_key": "ticket", "activity_key": "what", "timestamp_key": "at"}


def minutes(log, **keys):
    (seconds,) = pm4py.get_all_case_durations(log, business_hours=True, business_hour_slots=slots, **keys)
    return f"{seconds / 60:.0f}"


def event(what, at):
    name = f'<string key="concept:name" value="{what}"/>'
    return f'<event>{name}<date key="time:timestamp" value="{at.isoformat()}"/></event>'


for first, last in (("9:00", "10:00"), ("10:00", "12:00"), ("16:00", "18:00")):
    opened, solved = (pandas.Timestamp(f"2026-07-06 {clock}", tz="Europe/Berlin") for clock in (first, last))
    with open(sys.argv[1], "w") as file:
        trace = f'<trace><string key="concept:name" value="1"/>{event("opened", opened)}{event("solved", solved)}</trace>'
        file.write(f'<?xml version="1.0"?><log xes.version="1.0">{trace}</log>')
    frame = pandas.DataFrame({"ticket": ["1", "1"], "what": ["opened", "solved"], "at": [opened, solved]})
    formatted = pm4py.format_dataframe(frame.copy(), case_id="ticket", activity_key="what", timestamp_key="at")
    print(
        f"{first} to {last}: from XES {minutes(pm4py.read_xes(sys.argv[1]))},",
        f"from a DataFrame formatted {minutes(formatted)}, not formatted {minutes(frame, **columns)}",
    )
PYTHON
"$work/venv/bin/python" "$work/show.py" "$work/log.xes" 2> "$work/log" | grep ' to ' | tee "$work/seen"
diff "$work/seen" - << 'SEEN'
9:00 to 10:00: from XES 0, from a DataFrame formatted 0, not formatted 60
10:00 to 12:00: from XES 60, from a DataFrame formatted 60, not formatted 120
16:00 to 18:00: from XES 120, from a DataFrame formatted 120, not formatted 60
SEEN
