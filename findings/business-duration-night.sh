#!/usr/bin/env bash
# business-duration 0.68 (Python), https://pypi.org/project/business-duration/0.68/
#
# Expected: with business hours that go over midnight, 21:00 to 3:00, which it has a branch of its own for, 1:00 to 2:00
# of a working day is an hour of business, and two spans that touch have together the time of the one over both.
# Seen: what lies after midnight counts on the last day only. From 1:00 to 2:00 there is nothing, and of a span over days
# the hours of its first morning are missing: Tuesday 2:00 to Wednesday 2:00 is 5 hours and not 6, while Tuesday 2:00 to
# 22:00 is one and Tuesday 22:00 to Wednesday 2:00 is four. And a span over three days has three hours for the day
# between, not six. Handling times of a night line are too short, and there is no error.
#
# Output seen (Python 3.11.7):
#   Tue 01:00 to Tue 02:00: 0 h of 1
#   Tue 02:00 to Tue 22:00: 1 h of 2
#   Tue 22:00 to Wed 02:00: 4 h of 4
#   Tue 02:00 to Wed 02:00: 5 h of 6
#   Mon 22:00 to Wed 02:00: 9 h of 10
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check business-duration==0.68

cat > "$work/show.py" << 'PYTHON'
from datetime import datetime, time, timedelta

from business_duration import businessDuration

OPEN, CLOSE = time(21), time(3)


def counted(start, end):
    minutes = (start + timedelta(minutes=n) for n in range(int((end - start).total_seconds() // 60)))
    return sum(minute.time() >= OPEN or minute.time() < CLOSE for minute in minutes) / 60


# From Monday, 2 March 2026; a span that begins after midnight belongs to the night of a working day as well.
for start, end in (((3, 1), (3, 2)), ((3, 2), (3, 22)), ((3, 22), (4, 2)), ((3, 2), (4, 2)), ((2, 22), (4, 2))):
    start, end = (datetime(2026, 3, *moment) for moment in (start, end))
    told = businessDuration(start, end, starttime=OPEN, endtime=CLOSE, unit="hour")
    print(f"{start:%a %H:%M} to {end:%a %H:%M}: {told:g} h of {counted(start, end):g}")
PYTHON
"$work/venv/bin/python" "$work/show.py" | tee "$work/seen"
diff "$work/seen" - << 'SEEN'
Tue 01:00 to Tue 02:00: 0 h of 1
Tue 02:00 to Tue 22:00: 1 h of 2
Tue 22:00 to Wed 02:00: 4 h of 4
Tue 02:00 to Wed 02:00: 5 h of 6
Mon 22:00 to Wed 02:00: 9 h of 10
SEEN
