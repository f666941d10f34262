#!/usr/bin/env bash
# duckdb 2.0.1, polars 2.1.0 (Python), papaparse 5.7.1 (Node, dynamicTyping), with the uniqueid of Asterisk's CDR and queue_log
#
# Expected: a column that identifies calls has as many distinct values read as written; a column that is not kept as text
# keeps each value apart, or the reader says that it does not.
# Seen: a uniqueid is the second of the call and the number of the channel since Asterisk's start, 1772445600.1234567: 17
# digits, where a double holds fifteen to sixteen. All three take the column for numbers by themselves, and past a million
# channels the calls of a second fall together: 100 calls are 54. Joins and GROUP BYs add up what belongs to different
# calls, and nothing looks strange. On a young PBX all 100 are kept apart, but a number of the channel that ends in 0
# comes back without it, so it is found in no other log: .1500 is written back as .15.
#
# Output seen (Python 3.11.7, Node 20.20.2):
#   channel 1234500 on: duckdb 54, polars 54, papaparse 54 of 100 calls
#   channel 1500 on: duckdb 100, polars 100, papaparse 100 of 100 calls; 1772445600.1500 is 1772445600.15 in duckdb
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env && ./env/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1 polars==2.1.0
npm install --no-audit --no-fund --loglevel error papaparse@5.7.1 > /dev/null

cat > show.py << 'PYTHON'
import subprocess
import sys

import duckdb
import polars

first = int(sys.argv[1])
# Five calls a second.
with open("cdr.csv", "w") as log:
    log.write("uniqueid,queue\n")
    log.writelines(f"{1772445600 + call // 5}.{first + call},billing\n" for call in range(100))
in_duckdb = duckdb.sql("SELECT count(DISTINCT uniqueid), min(uniqueid::VARCHAR) FROM 'cdr.csv'").fetchall()[0]
in_polars = polars.read_csv("cdr.csv")["uniqueid"].n_unique()
in_papaparse = subprocess.run(["node", "show.cjs"], capture_output=True, text=True, check=True).stdout.strip()
back = f"; 1772445600.{first} is {in_duckdb[1]} in duckdb" if in_duckdb[0] == 100 else ""
print(f"channel {first} on: duckdb {in_duckdb[0]}, polars {in_polars}, papaparse {in_papaparse} of 100 calls{back}")
PYTHON
cat > show.cjs << 'NODE'
const { readFileSync } = require('node:fs');
const { parse } = require('papaparse');

const { data } = parse(readFileSync('cdr.csv', 'utf8'), { header: true, dynamicTyping: true, skipEmptyLines: true });
console.log(new Set(data.map(({ uniqueid }) => uniqueid)).size);
NODE
(./env/bin/python show.py 1234500 && ./env/bin/python show.py 1500) | tee seen
diff seen - << 'SEEN'
channel 1234500 on: duckdb 54, polars 54, papaparse 54 of 100 calls
channel 1500 on: duckdb 100, polars 100, papaparse 100 of 100 calls; 1772445600.1500 is 1772445600.15 in duckdb
SEEN
