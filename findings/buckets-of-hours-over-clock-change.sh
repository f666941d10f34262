#!/usr/bin/env bash
# duckdb 2.0.1, polars 2.1.0, pandas 3.1.1 (Python): shifts of eight hours as buckets of local time
#
# Expected: buckets of 8 hours in a zone begin at 0:00, 8:00 and 16:00 of every day, and only the one with the clock
# change is of 7 or 9 hours; what a day is cut into does not hang on which other days are asked for. DuckDB's
# time_bucket has its "bucket starts and ends calculated using timezone", and TimescaleDB's, which it follows, has them
# "start at midnight in the time zone you specify". polars' truncate does just that.
# Seen: polars' group_by_dynamic truncates the first timestamp only, as its documentation has it if one knows, and then
# adds eight real hours for ever; so does pandas' resample (pandas-dev/pandas#40891, closed). From the clock change to
# the end of the data, be it months, a late shift is cut at 15:00 and 23:00; with the same day asked for alone it is
# right. In DuckDB it is real hours from a midnight in January of 2000, so that in Berlin all winters are right and all
# summers wrong. Buckets of one hour or one day are right everywhere, and so are all sums.
#
# Output seen (Python 3.11.7), hours at which the buckets of a day begin, clocks back on 25 October 2026:
#   polars truncate: 26 October 00 08 16, after two days more 00 08 16, 26 July 00 08 16
#   polars group_by_dynamic: 26 October 00 08 16, after two days more 07 15 23, 26 July 00 08 16
#   pandas resample: 26 October 00 08 16, after two days more 07 15 23, 26 July 00 08 16
#   duckdb time_bucket: 26 October 00 08 16, after two days more 00 08 16, 26 July 01 09 17
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.1 polars==2.1.0 pandas==3.1.1

cat > "$work/show.py" << 'PYTHON'
from datetime import datetime

import duckdb
import pandas
import polars

db = duckdb.connect()
db.execute("SET TimeZone = 'Europe/Berlin'")


def truncate(first, last):
    calls = polars.datetime_range(first, last, "1h", time_zone="Europe/Berlin", eager=True).alias("t").to_frame()
    return calls.group_by(polars.col("t").dt.truncate("8h")).len().rows()


def group_by_dynamic(first, last):
    calls = polars.datetime_range(first, last, "1h", time_zone="Europe/Berlin", eager=True).alias("t").to_frame()
    return calls.group_by_dynamic("t", every="8h").agg(polars.len()).rows()


def resample(first, last):
    calls = pandas.Series(1, pandas.date_range(first, last, freq="h", tz="Europe/Berlin"))
    return list(calls.resample("8h").sum().items())


def time_bucket(first, last):
    bucket = "time_bucket(INTERVAL '8 hours', t, 'Europe/Berlin')"
    calls = f"range('{first}'::timestamptz, '{last}'::timestamptz + INTERVAL '1 hour', INTERVAL '1 hour') r(t)"
    rows = db.execute(f"SELECT strftime({bucket}, '%Y-%m-%d %H:%M'), count(*) FROM {calls} GROUP BY 1").fetchall()
    return [(datetime.fromisoformat(start), count) for start, count in rows]


for tool, buckets in (
    ("polars truncate", truncate),
    ("polars group_by_dynamic", group_by_dynamic),
    ("pandas resample", resample),
    ("duckdb time_bucket", time_bucket),
):
    told = []
    for name, first, last in (
        ("26 October", datetime(2026, 10, 26), datetime(2026, 10, 26, 23)),
        ("after two days more", datetime(2026, 10, 24), datetime(2026, 10, 26, 23)),
        ("26 July", datetime(2026, 7, 26), datetime(2026, 7, 26, 23)),
    ):
        found = sorted(start for start, _ in buckets(first, last) if start.day == 26)
        told.append(" ".join([name, *(f"{start:%H}" for start in found)]))
    print(f"{tool}:", ", ".join(told))
PYTHON
"$work/venv/bin/python" "$work/show.py" | tee "$work/seen"
diff "$work/seen" - << 'SEEN'
polars truncate: 26 October 00 08 16, after two days more 00 08 16, 26 July 00 08 16
polars group_by_dynamic: 26 October 00 08 16, after two days more 07 15 23, 26 July 00 08 16
pandas resample: 26 October 00 08 16, after two days more 07 15 23, 26 July 00 08 16
duckdb time_bucket: 26 October 00 08 16, after two days more 00 08 16, 26 July 01 09 17
SEEN
