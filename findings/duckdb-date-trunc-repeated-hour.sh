#!/usr/bin/env bash
# duckdb 2.0.1 (Python), https://pypi.org/project/duckdb/2.0.1/
#
# Expected: date_trunc('hour', t) of a timestamp with time zone is the start of the hour that t lies in, so never later
# than t ("truncate to specified precision"), as in Postgres; in the night in which the clocks go back the hour that
# comes twice is two hours, as time_bucket has them in the same DuckDB, and date_trunc itself when cut to minutes.
# Seen: the first of the two is cut to the start of the second, up to an hour after the call. That hour has no calls and
# the next has twice as many; what is joined with a list of hours is missing, and t - date_trunc('hour', t) is below 0.
# date_diff('hour'), which counts the borders passed, has none between two calls an hour apart. Nothing is said, and the
# calls of the day add up. So in one night a year, in each zone that changes its clocks by an hour.
#
# Output seen (Python 3.11.7), six calls an hour, Berlin, 25 October 2026:
#   date_trunc: 01:00+02 6, 02:00+01 12, 03:00+01 6
#   time_bucket: 01:00+02 6, 02:00+02 6, 02:00+01 6, 03:00+01 6
#   02:20+02 cut to minutes 02:20+02, to the hour 02:00+01, which is 40 min later
#   02:20+02 to 02:20+01: 60 min, borders of hours passed 0
#   hours without a call in a year that has one every ten minutes: 1 in Europe/Berlin, 1 in America/New_York, 0 in UTC
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.1

cat > "$work/show.py" << 'PYTHON'
import duckdb

db = duckdb.connect()
db.execute("SET TimeZone = 'Europe/Berlin'")
short = "strftime({}, '%H:%M%z')"
calls = "(SELECT timestamptz '2026-10-24 23:00+00' + INTERVAL (10 * i) minute AS t FROM range(24) r(i))"
for name, hour in (
    ("date_trunc", "date_trunc('hour', t)"),
    ("time_bucket", "time_bucket(INTERVAL '1 hour', t, 'Europe/Berlin')"),
):
    rows = db.execute(f"SELECT {short.format('h')}, count(*) FROM (SELECT {hour} h FROM {calls}) GROUP BY h ORDER BY h")
    print(f"{name}:", ", ".join(f"{hour} {count}" for hour, count in rows.fetchall()))

first, second = "timestamptz '2026-10-25 02:20+02'", "timestamptz '2026-10-25 02:20+01'"
cut = f"date_trunc('hour', {first})"
minute, hour, later = db.execute(
    f"SELECT {short.format(f'date_trunc($$minute$$, {first})')}, {short.format(cut)}, (epoch({cut}) - epoch({first})) // 60"
).fetchone()
print(f"02:20+02 cut to minutes {minute}, to the hour {hour}, which is {later:.0f} min later")
minutes, borders = db.execute(
    f"SELECT date_diff('minute', {first}, {second}), date_diff('hour', {first}, {second})"
).fetchone()
print(f"02:20+02 to 02:20+01: {minutes} min, borders of hours passed {borders}")

missing = []
for zone in ("Europe/Berlin", "America/New_York", "UTC"):
    db.execute(f"SET TimeZone = '{zone}'")
    hours, seen = db.execute(
        "SELECT count(*) // 6, count(DISTINCT date_trunc('hour', t))"
        " FROM (SELECT timestamptz '2026-01-01 00:00+00' + INTERVAL (10 * i) minute AS t FROM range(365 * 144) r(i))"
    ).fetchone()
    missing.append(f"{hours - seen} in {zone}")
print("hours without a call in a year that has one every ten minutes:", ", ".join(missing))
PYTHON
"$work/venv/bin/python" "$work/show.py" | tee "$work/seen"
diff "$work/seen" - << 'SEEN'
date_trunc: 01:00+02 6, 02:00+01 12, 03:00+01 6
time_bucket: 01:00+02 6, 02:00+02 6, 02:00+01 6, 03:00+01 6
02:20+02 cut to minutes 02:20+02, to the hour 02:00+01, which is 40 min later
02:20+02 to 02:20+01: 60 min, borders of hours passed 0
hours without a call in a year that has one every ten minutes: 1 in Europe/Berlin, 1 in America/New_York, 0 in UTC
SEEN
