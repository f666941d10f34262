#!/usr/bin/env bash
# chdb 3.4.0 (Node) with ClickHouse 26.7.3, https://www.npmjs.com/package/chdb/v/3.4.0
#
# Expected: rankCorr is Spearman's rank correlation, as its documentation has it: -1 to 1, 0 for no relationship. Of
# two columns with two values each it is the same as corr, and of a column that has one value only there is none
# (nan).
# Seen: ranks that are shared are averaged, but the coefficient is then taken by the short formula that holds only
# where all differ. The more are shared, the higher it comes out. Where four in five calls do not wait and three in
# four scores are the best, those who waited seem to be the better pleased, 0.39, though they are the less pleased,
# -0.19; and a score that is always the same goes with the wait by 0.76. Waits, scores from 1 to 5, transfers and
# flags are like that. Known upstream (ClickHouse/ClickHouse#113050), open.
#
# Output seen (Node 20.20.2):
#   wait and score, corr: -0.19
#   wait and score, rankCorr: 0.39
#   wait and always 5, corr: nan
#   wait and always 5, rankCorr: 0.76
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error chdb@3.4.0 > /dev/null

cat > show.cjs << 'NODE'
const { query } = require('chdb');

const calls = `(SELECT wait, score FROM values('wait Float64, score Float64, calls UInt32',
  (0, 5, 640), (0, 1, 160), (60, 5, 120), (60, 1, 80)) ARRAY JOIN range(calls))`;
const ask = (what) => query(`SELECT ${what} FROM ${calls}`, 'TSV').trim();
console.log('wait and score, corr:', ask('round(corr(wait, score), 2)'));
console.log('wait and score, rankCorr:', ask('round(rankCorr(wait, score), 2)'));
console.log('wait and always 5, corr:', ask('corr(wait, toFloat64(5))'));
console.log('wait and always 5, rankCorr:', ask('round(rankCorr(wait, toFloat64(5)), 2)'));
NODE
node show.cjs | tee seen
diff seen - << 'SEEN'
wait and score, corr: -0.19
wait and score, rankCorr: 0.39
wait and always 5, corr: nan
wait and always 5, rankCorr: 0.76
SEEN
