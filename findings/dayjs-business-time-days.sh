#!/usr/bin/env bash
# dayjs-business-time 1.0.4 with dayjs 1.11.23 (Node), https://www.npmjs.com/package/dayjs-business-time/v/1.0.4
#
# Expected: businessDaysDiff of two dates is the number of working days between them, as its readme has it for two moments
# at 10:00, Monday to Thursday 3; it does not hang on the hour, which is the same on both sides, and is 0 where
# businessHoursDiff is 0.
# Seen: for dates without a time, so at midnight, there is one day more: Monday to Thursday is 4, Friday to Monday 2, and
# a Monday to the same moment is 1. Saturday to Sunday, when nobody works, is a working day either way, with 0 hours of
# it. A ticket's age in days is one too high for what comes from a column of dates and right for what comes with a time.
#
# Output seen (Node 20.20.2), from - to: days at 10:00, days at midnight, hours at midnight:
#   Mon - Thu: 3, 4, 24
#   Fri - Mon: 1, 2, 8
#   Sat - Sun: 1, 1, 0
#   Mon - Mon: 0, 1, 0
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error dayjs-business-time@1.0.4 dayjs@1.11.23 > /dev/null

cat > show.cjs << 'NODE'
const dayjs = require('dayjs');
dayjs.extend(require('dayjs-business-time').default ?? require('dayjs-business-time'));

// The standard hours: 9:00 to 17:00 from Monday to Friday.
for (const [from, to] of [['02', '05'], ['06', '09'], ['07', '08'], ['02', '02']]) {
  const at = (day, time = '') => dayjs(`2026-03-${day}${time}`);
  const days = [' 10:00', ' 00:00'].map((time) => at(from, time).businessDaysDiff(at(to, time)));
  const hours = at(from, ' 00:00').businessHoursDiff(at(to, ' 00:00'));
  console.log(`${at(from).format('ddd')} - ${at(to).format('ddd')}: ${days.join(', ')}, ${hours}`);
}
NODE
node show.cjs | tee seen
diff seen - << 'SEEN'
Mon - Thu: 3, 4, 24
Fri - Mon: 1, 2, 8
Sat - Sun: 1, 1, 0
Mon - Mon: 0, 1, 0
SEEN
