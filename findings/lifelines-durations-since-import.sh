#!/usr/bin/env bash
# lifelines 0.30.3 (Python, survival analysis), https://pypi.org/project/lifelines/0.30.3/
#
# Expected: datetimes_to_durations makes durations of two columns of times, and tells which ended. Who has no end waits
# until fill_date, "default=datetime.Today()", so until now; and durations are "floats representing the durations with
# time units given by freq", so 90 seconds are 1.5 minutes.
# Seen: the default is evaluated when lifelines is imported (fill_date=datetime.today() in the signature). In a service
# or a notebook all that is answered later counts as still waiting, as "anything after this date is also censored", and
# cut at that moment; who began to wait later has waited less than nothing. Where lifelines is imported at start, after
# some hours nobody was ever answered, and the median wait is infinite. Only the negative ones bring a warning.
# And durations are cut to whole units by a cast, though they are floats: with freq "m" a wait of 59 s is 0, of 119 s
# 1, a mean is half a minute too short, and with the default, days, all that ends on the same day took no time.
#
# Takes three seconds, for calls that are answered after the import.
# Output seen (Python 3.11.7):
#   answered after the import: 0 of 100 counted as answered, median wait inf
#   the same with fill_date=now: 100 of 100, median wait 60.0 s
#   waiting since after the import: negative True
#   waits of 59, 90 and 119 s in minutes: [0.0, 1.0, 1.0], mean 0.67 of 1.49
#   the same in seconds: [59.0, 90.0, 119.0]
#   three hours, in days: 0.0
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check lifelines==0.30.3

cat > "$work/show.py" << 'PYTHON'
import time
import warnings

import pandas
from lifelines import KaplanMeierFitter
from lifelines.utils import datetimes_to_durations

warnings.simplefilter("ignore")

time.sleep(3)
now = pandas.Timestamp.now()
answered = pandas.Series([now - pandas.Timedelta(seconds=1)] * 100)
began = answered - pandas.Timedelta(seconds=60)

waits, ended = datetimes_to_durations(began, answered, freq="s")
median = KaplanMeierFitter().fit(waits, ended).median_survival_time_
print(f"answered after the import: {ended.sum()} of 100 counted as answered, median wait {median}")
waits, ended = datetimes_to_durations(began, answered, freq="s", fill_date=now)
median = KaplanMeierFitter().fit(waits, ended).median_survival_time_
print(f"the same with fill_date=now: {ended.sum()} of 100, median wait {median} s")
waits, _ = datetimes_to_durations([now - pandas.Timedelta(seconds=1)], [None], freq="s")
print(f"waiting since after the import: negative {bool(waits[0] < 0)}")

seconds = pandas.Series([59, 90, 119])
began = pandas.Series([pandas.Timestamp("2026-03-02 10:00")] * 3)
waits, _ = datetimes_to_durations(began, began + pandas.to_timedelta(seconds, "s"), freq="m")
print(f"waits of 59, 90 and 119 s in minutes: {waits.tolist()}, mean {waits.mean():.2f} of {seconds.mean() / 60:.2f}")
waits, _ = datetimes_to_durations(began, began + pandas.to_timedelta(seconds, "s"), freq="s")
print(f"the same in seconds: {waits.tolist()}")
waits, _ = datetimes_to_durations(["2026-03-02 10:00"], ["2026-03-02 13:00"])
print(f"three hours, in days: {waits[0]}")
PYTHON
"$work/venv/bin/python" "$work/show.py" | tee "$work/seen"
diff "$work/seen" - << 'SEEN'
answered after the import: 0 of 100 counted as answered, median wait inf
the same with fill_date=now: 100 of 100, median wait 60.0 s
waiting since after the import: negative True
waits of 59, 90 and 119 s in minutes: [0.0, 1.0, 1.0], mean 0.67 of 1.49
the same in seconds: [59.0, 90.0, 119.0]
three hours, in days: 0.0
SEEN
