#!/usr/bin/env bash
# node-ical 0.26.1, ical.js 2.2.1 (Node), recurring-ical-events 3.8.2 with icalendar 7.3.2 (Python): one roster in iCalendar
#
# Expected: a daily night shift with DURATION:PT8H takes 8 hours in each night, as RFC 5545 (3.3.6) has hours exact and
# only days and weeks nominal, so in the night in which the clocks go forward it ends at 07:00; and a shift that was given
# with DTEND, 22:00 to 06:00, has by 3.8.5.3 the same exact duration in every recurrence. Or all readers of one file
# agree.
# Seen: node-ical has 8 hours. ical.js and recurring-ical-events add the hours to the clock on the wall: the eight hours
# of PT8H are 7 in spring and 9 in autumn. Paid hours and cover read from the same file differ by an hour a head, twice
# a year, and none of them says so.
#
# Output seen (Node 20.20.2, Python 3.11.7), hours of the nights to 28, 29 and 30 March 2026 in Berlin and to 25 October:
#   node-ical: PT8H 8 8 8 8, DTEND 8 8 8 8
#   ical.js: PT8H 8 7 8 9, DTEND 8 7 8 9
#   recurring-ical-events: PT8H 8 7 8 9, DTEND 8 7 8 9
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error node-ical@0.26.1 ical.js@2.2.1 > /dev/null
python3 -m venv env
./env/bin/pip install --quiet --disable-pip-version-check recurring-ical-events==3.8.2 icalendar==7.3.2

night() {
  printf '%s\n' BEGIN:VEVENT "UID:$1" DTSTAMP:20260101T000000Z "DTSTART;TZID=Europe/Berlin:20260327T220000" "$2" \
    'RRULE:FREQ=DAILY;UNTIL=20261101T000000Z' "SUMMARY:$1" END:VEVENT
}
{
  printf '%s\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:roster BEGIN:VTIMEZONE TZID:Europe/Berlin \
    BEGIN:DAYLIGHT TZOFFSETFROM:+0100 TZOFFSETTO:+0200 DTSTART:19810329T020000 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU' END:DAYLIGHT \
    BEGIN:STANDARD TZOFFSETFROM:+0200 TZOFFSETTO:+0100 DTSTART:19961027T030000 'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU' \
    END:STANDARD END:VTIMEZONE
  night PT8H DURATION:PT8H
  night DTEND 'DTEND;TZID=Europe/Berlin:20260328T060000'
  echo END:VCALENDAR
} | sed 's/$/\r/' > roster.ics

cat > show.mjs << 'NODE'
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';
import ical from 'node-ical';

const text = readFileSync('roster.ics', 'utf8');
const days = ['2026-03-27', '2026-03-28', '2026-03-29', '2026-10-24'];
const show = (library, hoursOf) => {
  const told = ['PT8H', 'DTEND'].map((name) => {
    const hours = hoursOf(name);
    return `${name} ${days.map((day) => hours.get(day)).join(' ')}`;
  });
  console.log(`${library}: ${told.join(', ')}`);
};
// Each begins on the same day in Berlin and in UTC.
const add = (hours, start, end) => hours.set(start.toISOString().slice(0, 10), (end - start) / 3_600_000);

show('node-ical', (name) => {
  const event = Object.values(ical.sync.parseICS(text)).find(({ summary }) => summary === name);
  const hours = new Map();
  const range = { from: new Date('2026-03-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z') };
  for (const { start, end } of ical.expandRecurringEvent(event, range)) add(hours, start, end);
  return hours;
});
show('ical.js', (name) => {
  const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((part) => new ICAL.Event(part));
  const event = events.find(({ summary }) => summary === name);
  const hours = new Map();
  const starts = event.iterator();
  for (let next = starts.next(); next; next = starts.next()) {
    const { startDate, endDate } = event.getOccurrenceDetails(next);
    add(hours, startDate.toJSDate(), endDate.toJSDate());
  }
  return hours;
});
NODE
cat > show.py << 'PYTHON'
import datetime

import icalendar
import recurring_ical_events

with open("roster.ics", "rb") as roster:
    calendar = icalendar.Calendar.from_ical(roster.read())
hours = {}
for event in recurring_ical_events.of(calendar).between(datetime.date(2026, 3, 1), datetime.date(2026, 12, 1)):
    start, end = (event[name].dt.astimezone(datetime.timezone.utc) for name in ("DTSTART", "DTEND"))
    hours[str(event["SUMMARY"]), str(start.date())] = f"{(end - start).total_seconds() / 3600:g}"
days = ["2026-03-27", "2026-03-28", "2026-03-29", "2026-10-24"]
told = (f"{name} {' '.join(hours[name, day] for day in days)}" for name in ("PT8H", "DTEND"))
print("recurring-ical-events:", ", ".join(told))
PYTHON
(node show.mjs && ./env/bin/python show.py) | tee seen
diff seen - << 'SEEN'
node-ical: PT8H 8 8 8 8, DTEND 8 8 8 8
ical.js: PT8H 8 7 8 9, DTEND 8 7 8 9
recurring-ical-events: PT8H 8 7 8 9, DTEND 8 7 8 9
SEEN
