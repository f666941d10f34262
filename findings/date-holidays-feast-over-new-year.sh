#!/usr/bin/env bash
# date-holidays 3.37.0 (Node), https://www.npmjs.com/package/date-holidays/v/3.37.0
#
# Expected: a moment at or after the `start` of a holiday and before its `end` is in it, so `isHoliday()` tells it; and
# whoever lists a year gets what falls in it, or is told that a feast stands only in the year in which it begins.
# Seen: a feast that goes on over New Year is one entry in the list of the year in which it begins, with the right end
# in the next. The list of the next year has nothing of it, and `isHoliday()`, which looks only at what begins in the
# year of the moment asked, denies from 1 January on what it says until 31 December: the last two days of Hanukkah of
# 2024, and three of the four public days of Eid al-Adha in Egypt in 2006. The readme has no word about it.
# Hanukkah goes over New Year again in 2027 and 2035. To have all of a year, list the year before as well.
#
# Output seen (Node 20.20.2):
#   IL listed in 2024: Hanukkah, school, 2024-12-25T16:00Z to 2025-01-02T16:00Z
#   IL listed in 2025: Hanukkah, school, 2025-12-14T16:00Z to 2025-12-22T16:00Z
#   IL at noon: 2024-12-31 Hanukkah, 2025-01-01 none, 2025-01-02 none, 2025-01-03 none
#   EG listed in 2006: Eid al-Adha, public, 2006-01-09T16:00Z to 2006-01-13T16:00Z
#   EG listed in 2006: Eid al-Adha, public, 2006-12-30T16:00Z to 2007-01-03T16:00Z
#   EG listed in 2007: Eid al-Adha, public, 2007-12-19T16:00Z to 2007-12-23T16:00Z
#   EG at noon: 2006-12-31 Feast of the Sacrifice (Eid al-Adha), 2007-01-01 none, 2007-01-02 none, 2007-01-03 none
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error date-holidays@3.37.0 > /dev/null

cat > show.mjs << 'NODE'
import Holidays from 'date-holidays';

const minute = (date) => date.toISOString().replace(':00.000Z', 'Z');
// Both countries are two hours east of Greenwich in winter.
const show = (country, rule, feast, days) => {
  const holidays = new Holidays(country, { languages: 'en' });
  for (const year of new Set(days.map((day) => day.slice(0, 4)))) {
    for (const { type, start, end } of holidays.getHolidays(year).filter((listed) => listed.rule === rule)) {
      console.log(`${country} listed in ${year}: ${feast}, ${type}, ${minute(start)} to ${minute(end)}`);
    }
  }
  const told = days.map((day) => {
    const found = holidays.isHoliday(new Date(`${day}T12:00:00+02:00`)) || [];
    return `${day} ${found.map(({ name }) => name).join(' and ') || 'none'}`;
  });
  console.log(`${country} at noon: ${told.join(', ')}`);
};
show('IL', '25 Kislev P8D', 'Hanukkah', ['2024-12-31', '2025-01-01', '2025-01-02', '2025-01-03']);
show('EG', '10 Dhu al-Hijjah P4D', 'Eid al-Adha', ['2006-12-31', '2007-01-01', '2007-01-02', '2007-01-03']);
NODE
node show.mjs | tee seen
diff seen - << 'SEEN'
IL listed in 2024: Hanukkah, school, 2024-12-25T16:00Z to 2025-01-02T16:00Z
IL listed in 2025: Hanukkah, school, 2025-12-14T16:00Z to 2025-12-22T16:00Z
IL at noon: 2024-12-31 Hanukkah, 2025-01-01 none, 2025-01-02 none, 2025-01-03 none
EG listed in 2006: Eid al-Adha, public, 2006-01-09T16:00Z to 2006-01-13T16:00Z
EG listed in 2006: Eid al-Adha, public, 2006-12-30T16:00Z to 2007-01-03T16:00Z
EG listed in 2007: Eid al-Adha, public, 2007-12-19T16:00Z to 2007-12-23T16:00Z
EG at noon: 2006-12-31 Feast of the Sacrifice (Eid al-Adha), 2007-01-01 none, 2007-01-02 none, 2007-01-03 none
SEEN
