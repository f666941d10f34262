#!/usr/bin/env bash
# date-holidays 3.37.0 (Node), https://www.npmjs.com/package/date-holidays/v/3.37.0
#
# Expected: what is filtered by type "public" ("public holiday" in its readme, which has "optional" and "observance" for
# the rest) is a day off for all; and for China each day of article 2 of the State Council's regulation on holidays
# (as amended on 10 November 2024, in force since 1 January 2025) is among it. Days moved by the yearly notices are
# another matter.
# Seen: "public" are also the days of article 3, for women, soldiers or children alone and worked by all others; only a
# note tells whose they are. And two of article 2 are missing, the third of the first lunar month and 2 May. A center
# that closes its lines by it is closed on two working Fridays and a Monday, and waits for calls on holidays.
# chinese-days 1.5.7 has all of them right.
#
# Output seen (Node 20.20.2):
#   2025-10-01: date-holidays public, for all; chinese-days off
#   2024-03-08: date-holidays public, Women; chinese-days worked
#   2025-08-01: date-holidays public, Military personnel in active service; chinese-days worked
#   2026-06-01: date-holidays public, Children below the age of 14; chinese-days worked
#   2025-01-31: date-holidays none; chinese-days off
#   2025-05-02: date-holidays none; chinese-days off
#   2026-02-19: date-holidays none; chinese-days off
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error date-holidays@3.37.0 chinese-days@1.5.7 > /dev/null

cat > show.mjs << 'NODE'
import chineseDays from 'chinese-days';
import Holidays from 'date-holidays';

const china = new Holidays('CN');
// All between Monday and Friday.
for (const day of ['2025-10-01', '2024-03-08', '2025-08-01', '2026-06-01', '2025-01-31', '2025-05-02', '2026-02-19']) {
  // At noon: half days begin then.
  const found = china.isHoliday(new Date(`${day}T12:00:00+08:00`)) || [];
  const off = found.filter(({ type }) => type === 'public').map(({ note }) => `public, ${note ?? 'for all'}`);
  const other = chineseDays.isWorkday(day) ? 'worked' : 'off';
  console.log(`${day}: date-holidays ${off[0] ?? 'none'}; chinese-days ${other}`);
}
NODE
# chinese-days takes a string for a day of UTC, and its weekday from the zone of the machine: wrong west of Greenwich.
TZ=Asia/Shanghai node show.mjs | tee seen
diff seen - << 'SEEN'
2025-10-01: date-holidays public, for all; chinese-days off
2024-03-08: date-holidays public, Women; chinese-days worked
2025-08-01: date-holidays public, Military personnel in active service; chinese-days worked
2026-06-01: date-holidays public, Children below the age of 14; chinese-days worked
2025-01-31: date-holidays none; chinese-days off
2025-05-02: date-holidays none; chinese-days off
2026-02-19: date-holidays none; chinese-days off
SEEN
