#!/usr/bin/env bash
# sla-calculator 1.0.0 (Python), https://pypi.org/project/sla-calculator/1.0.0/
#
# Expected: a request that must be answered within four working hours, 9 to 17 from Monday to Friday, and comes on Friday
# at 9:00 is due on Friday at 13:00; one of Friday at 15:00 on Monday at 11:00. No request is due on a Sunday.
# Seen: Friday is held for the weekend and Sunday for a working day. It takes the numbers of the days from Monday as 0, so
# its comment says, while pendulum 2, the one that it asks for, counts from Sunday. All that comes on Friday is due on
# Sunday at 13:00, days after the promise was broken, and what comes on Sunday morning is overdue before Monday begins.
#
# Output seen (Python 3.11.7, pendulum 2.1.2):
#   Thu 15:00 -> Fri 11:00
#   Fri 09:00 -> Sun 13:00
#   Fri 15:00 -> Sun 13:00
#   Sun 09:00 -> Sun 13:00
#   Mon 09:00 -> Mon 13:00
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check sla-calculator==1.0.0

cat > "$work/show.py" << 'PYTHON'
import pendulum
from sla_calculator.calculator import SLA_Calculator

# In the week of Monday, 1 June 2026, without a holiday in the US.
for day, hour in ((4, 15), (5, 9), (5, 15), (7, 9), (8, 9)):
    came = pendulum.datetime(2026, 6, day, hour, tz="UTC")
    due = SLA_Calculator().calculate(came, 9, 17, country_name="US", sla_in_hours=4)
    print(came.format("ddd HH:mm"), "->", due.format("ddd HH:mm"))
PYTHON
TZ=UTC "$work/venv/bin/python" "$work/show.py" | tee "$work/seen"
diff "$work/seen" - << 'SEEN'
Thu 15:00 -> Fri 11:00
Fri 09:00 -> Sun 13:00
Fri 15:00 -> Sun 13:00
Sun 09:00 -> Sun 13:00
Mon 09:00 -> Mon 13:00
SEEN
