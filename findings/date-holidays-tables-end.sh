#!/usr/bin/env bash
# date-holidays 3.37.0 (Node), https://www.npmjs.com/package/date-holidays/v/3.37.0
#
# Expected: the Islamic calendar from 1970 to 2080 and the Hebrew one from 1970 to 2100, as its readme has it; and for
# a year outside of these an error or a sign that the days by that calendar are not known.
# Seen: the last year with Islamic days is 2076, the last with Hebrew ones 2099: a year is only filled if the tables
# hold the next one too. Beyond that, and before 1970 (Hebrew: 1969), `getHolidays()` answers with what is left, the
# days by other calendars, and `isHoliday()` says false on Yom Kippur, as on a working day. Nothing is thrown or
# printed. The Persian days of IR, which are computed, go on.
# `Intl` of Node has both calendars beyond these years.
#
# Output seen (Node 20.20.2):
#   IL days listed: 1968 1, 1969 29, 1970 28, 2090 31, 2099 32, 2100 1, 2101 1
#   IR days listed: 1969 10, 1970 28, 2075 27, 2076 27, 2077 10, 2080 10
#   EG days listed: 1969 8, 1970 12, 2075 13, 2076 13, 2077 9, 2080 9
#   SA days listed: 1969 0, 1970 2, 2075 4, 2076 4, 2077 2, 2080 2
#   IL 2099-09-24, 10 Tishri 5860: a holiday
#   IL 2100-10-13, 10 Tishri 5861: none
#   SA 2076-08-31, Shawwal 1, 1499 AH: a holiday
#   SA 2077-08-20, Shawwal 1, 1500 AH: none
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error date-holidays@3.37.0 > /dev/null

cat > show.mjs << 'NODE'
import Holidays from 'date-holidays';

for (const [country, years] of [
  ['IL', [1968, 1969, 1970, 2090, 2099, 2100, 2101]],
  ['IR', [1969, 1970, 2075, 2076, 2077, 2080]],
  ['EG', [1969, 1970, 2075, 2076, 2077, 2080]],
  ['SA', [1969, 1970, 2075, 2076, 2077, 2080]],
]) {
  const holidays = new Holidays(country);
  const counts = years.map((year) => `${year} ${holidays.getHolidays(year).length}`);
  console.log(`${country} days listed: ${counts.join(', ')}`);
}

// Yom Kippur, and the first day of Eid al-Fitr.
for (const [country, calendar, feast, years] of [
  ['IL', 'hebrew', '10 Tishri', [2099, 2100]],
  ['SA', 'islamic-umalqura', 'Shawwal 1,', [2076, 2077]],
]) {
  const holidays = new Holidays(country);
  const format = new Intl.DateTimeFormat(`en-u-ca-${calendar}`, { dateStyle: 'long', timeZone: 'UTC' });
  for (const year of years) {
    for (let noon = Date.UTC(year, 0, 1, 12); noon < Date.UTC(year + 1, 0, 1); noon += 86_400_000) {
      const told = format.format(noon);
      if (told.startsWith(feast)) {
        const found = holidays.isHoliday(new Date(noon)) ? 'a holiday' : 'none';
        console.log(`${country} ${new Date(noon).toISOString().slice(0, 10)}, ${told}: ${found}`);
      }
    }
  }
}
NODE
node show.mjs 2>&1 | tee seen
diff seen - << 'SEEN'
IL days listed: 1968 1, 1969 29, 1970 28, 2090 31, 2099 32, 2100 1, 2101 1
IR days listed: 1969 10, 1970 28, 2075 27, 2076 27, 2077 10, 2080 10
EG days listed: 1969 8, 1970 12, 2075 13, 2076 13, 2077 9, 2080 9
SA days listed: 1969 0, 1970 2, 2075 4, 2076 4, 2077 2, 2080 2
IL 2099-09-24, 10 Tishri 5860: a holiday
IL 2100-10-13, 10 Tishri 5861: none
SA 2076-08-31, Shawwal 1, 1499 AH: a holiday
SA 2077-08-20, Shawwal 1, 1500 AH: none
SEEN
