#!/usr/bin/env bash
# businesstimedelta 1.0.1 with holidays 0.109 and pytz 2026.6 (Python), https://pypi.org/project/businesstimedelta/1.0.1/
#
# Expected: a rule with time_off=True, as the lunch break and the holidays of its readme are, takes its time out of the
# working day wherever it lies in it; with Fridays closed from 15:00 on, 14:00 to 17:00 is an hour. Adding and
# subtracting are each other's inverse, as the readme shows.
# Seen: time off that reaches to the end of the day, or beyond it, is no time off: the day is cut only `if end < min_end`.
# A break at noon counts, an hour less in the morning counts, and a Friday that closes early, a Saturday from 9 to 13
# with the daily break from 12 to 13, or the night shift before a holiday, which ends in it, is open all the way. What is
# due is due in closed hours, and subtracting, which has its own code, does not come back to where adding began.
#
# Output seen (Python 3.11.7), Monday to Friday 9:00 to 17:00, the Friday of 10 July 2026:
#   off 12 to 13, 9:00 to 17:00: 7 h
#   off 9 to 10, 9:00 to 17:00: 7 h
#   off 15 to 16, 9:00 to 17:00: 7 h
#   off 15 to 17, 9:00 to 17:00: 8 h
#   off 15 to 18, 9:00 to 17:00: 8 h
#   Friday 14:00 and 2 h: Fri 16:00, and back: Fri 13:00
#   Saturday 9 to 13 with the daily break, off 12 to 13: 4 h
#   Thursday 20:00 to 20:00 of a holiday, open 22 to 6: 8 h
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check businesstimedelta==1.0.1 holidays==0.109 pytz==2026.6

cat > "$work/show.py" << 'PYTHON'
from datetime import datetime, time

import holidays
from businesstimedelta import BusinessTimeDelta, HolidayRule, LunchTimeRule, Rules, WorkDayRule

days = WorkDayRule(time(9), time(17))


def friday(hour):
    return datetime(2026, 7, 10, hour)


def hours(rules, start, end):
    return f"{rules.difference(start, end).timedelta.total_seconds() / 3600:.0f} h"


for first, last in ((12, 13), (9, 10), (15, 16), (15, 17), (15, 18)):
    rules = Rules([days, WorkDayRule(time(first), time(last), [4], time_off=True)])
    print(f"off {first} to {last}, 9:00 to 17:00: {hours(rules, friday(9), friday(17))}")

early = Rules([days, WorkDayRule(time(15), time(17), [4], time_off=True)])
two_hours = BusinessTimeDelta(early, hours=2)
due = friday(14) + two_hours
print(f"Friday 14:00 and 2 h: {due:%a %H:%M}, and back: {due - two_hours:%a %H:%M}")

saturday = Rules([WorkDayRule(time(9), time(13), [5]), LunchTimeRule(working_days=range(7))])
told = hours(saturday, datetime(2026, 7, 11, 9), datetime(2026, 7, 11, 13))
print(f"Saturday 9 to 13 with the daily break, off 12 to 13: {told}")

night = Rules([WorkDayRule(time(22), time(6), [0, 1, 2, 3]), HolidayRule(holidays.country_holidays("US"))])
told = hours(night, datetime(2026, 7, 2, 20), datetime(2026, 7, 3, 20))
print(f"Thursday 20:00 to 20:00 of a holiday, open 22 to 6: {told}")
PYTHON
"$work/venv/bin/python" "$work/show.py" | tee "$work/seen"
diff "$work/seen" - << 'SEEN'
off 12 to 13, 9:00 to 17:00: 7 h
off 9 to 10, 9:00 to 17:00: 7 h
off 15 to 16, 9:00 to 17:00: 7 h
off 15 to 17, 9:00 to 17:00: 8 h
off 15 to 18, 9:00 to 17:00: 8 h
Friday 14:00 and 2 h: Fri 16:00, and back: Fri 13:00
Saturday 9 to 13 with the daily break, off 12 to 13: 4 h
Thursday 20:00 to 20:00 of a holiday, open 22 to 6: 8 h
SEEN
