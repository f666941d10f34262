#!/usr/bin/env bash
# ClickHouse 26.7.2.1 (as chdb 3.4.0 for Node), https://www.npmjs.com/package/chdb/v/3.4.0
#
# One table keeps the hours of several sources, each with arrays of its own: talks have calls by queue and no waits, waits
# have both. Somebody asks for waits alone and joins the arrays.
#
# Expected: the same answer however the condition is written, or the same refusal: ARRAY JOIN refuses rows whose arrays
# have other lengths, and it is done before WHERE (https://clickhouse.com/docs/sql-reference/statements/select/array-join).
# Seen: `source = ... AND queue = ...` answers; the same as a tuple, `(source, queue) IN ...`, is refused with code 190 for a
# row of another source, and so is the first where a profile sets query_plan_filter_push_down = 0. The optimizer takes apart
# what is joined by AND and asks what it can before the join; nothing else keeps unasked rows from it. So a question fails, or
# not, with a change of its wording, of a setting, or of what lies beside it in the table.
# What helps: PREWHERE on columns that are not joined. It is asked while rows are read, whatever the optimizer does.
#
# Output seen (Node 20.20.2):
#   by AND: 80
#   by a tuple: code 190
#   by AND, without push-down: code 190
#   by PREWHERE, without push-down: 80
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error chdb@3.4.0 > /dev/null
cat > show.cjs << 'JS'
const { Session } = require('chdb');
const session = new Session(`${process.cwd()}/data`);
session.query('CREATE DATABASE center');
session.query(`CREATE TABLE center.hours (
    source String, hour DateTime('UTC'), queue Array(String), calls Array(UInt32), waits Array(UInt32))
  ENGINE = MergeTree ORDER BY (source, hour)`);
session.query(`INSERT INTO center.hours VALUES
  ('talk', '2026-01-01 10:00:00', ['billing', 'sales'], [3, 4], []),
  ('wait', '2026-01-01 10:00:00', ['billing'], [2], [40])`);

function show(what, rows) {
  let answer;
  try {
    const sql = `SELECT sum(calls * waits) FROM center.hours ARRAY JOIN queue, calls, waits ${rows}`;
    answer = session.query(sql, 'TSV').trim();
  } catch (error) {
    answer = `code ${/Code: (\d+)/.exec(error.message)[1]}`;
  }
  console.log(`${what}: ${answer}`);
  return answer;
}
const answers = [
  show('by AND', "WHERE source = 'wait' AND queue = 'billing'"),
  show('by a tuple', "WHERE (source, queue) IN (('wait', 'billing'), ('wait', 'sales'))"),
  show('by AND, without push-down', "WHERE source = 'wait' AND queue = 'billing' SETTINGS query_plan_filter_push_down = 0"),
  show('by PREWHERE, without push-down', "PREWHERE source = 'wait' WHERE queue = 'billing' SETTINGS query_plan_filter_push_down = 0"),
];
session.cleanup();
process.exitCode = answers.join() === '80,code 190,code 190,80' ? 0 : 1;
JS
node show.cjs
