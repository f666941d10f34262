#!/usr/bin/env bash
# twilio 9.13.0, https://pypi.org/project/twilio/9.13.0/,
# and zenpy 2.0.57 for Zendesk, https://pypi.org/project/zenpy/2.0.57/ (Python)
#
# Expected: a moment with a zone that is given to a filter asks for that moment: two datetimes that are equal make the
# same request, or the one that is not in UTC is refused. Both APIs take UTC, and twilio gives all times with UTC as
# their zone.
# Seen: the clock on the wall is written and a Z put behind it, whatever the zone is. The calls and tickets from
# Monday 00:00 in Berlin on are those from 02:00: two hours of each day are missed, and where pages follow each other
# by day, they come with the wrong one. In New York each day has four hours of the evening before. zenpy warns of it
# in a range (created_between) and reckons right where it follows changes (tickets.incremental), but not with
# created_after.
#
# Output seen (Python 3.11.7), for 2026-06-01 00:00 in Berlin:
#   equal: True
#   twilio, in Berlin: StartTime>=2026-06-01T00:00:00Z
#   twilio, in UTC: StartTime>=2026-05-31T22:00:00Z
#   zenpy, in Berlin: created>2026-06-01T00:00:00Z
#   zenpy, in UTC: created>2026-05-31T22:00:00Z
#   zenpy, incremental, in Berlin: start_time=2026-05-31T22:00:00+00:00
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check twilio==9.13.0 zenpy==2.0.57 tzdata==2026.6

cat > "$work/show.py" << 'PYTHON'
from datetime import datetime, timezone
from urllib.parse import parse_qs, unquote_plus, urlsplit
from zoneinfo import ZoneInfo
import requests
from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.rest import Client
from zenpy import Zenpy

berlin = datetime(2026, 6, 1, tzinfo=ZoneInfo("Europe/Berlin"))
zones = {"Berlin": berlin, "UTC": berlin.astimezone(timezone.utc)}
print("equal:", zones["Berlin"] == zones["UTC"])


class Asked(HttpClient):
    def request(self, method, uri, params=None, **rest):
        self.params = params
        return Response(200, '{"calls": []}')


asked = Asked(logger=None, is_async=False)
for zone, moment in zones.items():
    Client("AC0", "token", http_client=asked).calls.list(start_time_after=moment)
    print(f"twilio, in {zone}: StartTime>={asked.params['StartTime>']}")


class Noted(requests.Session):
    def request(self, method, url, **rest):
        self.url = url
        raise InterruptedError


def zendesk(ask):
    session = Noted()
    try:
        ask(Zenpy(subdomain="center", oauth_token="token", session=session))
    except InterruptedError:
        return parse_qs(urlsplit(session.url).query)


for zone, moment in zones.items():
    query = zendesk(lambda zenpy: zenpy.search(type="ticket", created_after=moment))["query"][0]
    print(f"zenpy, in {zone}:", next(part for part in query.split() if part.startswith("created")))
since = zendesk(lambda zenpy: zenpy.tickets.incremental(start_time=berlin))["start_time"][0]
print(f"zenpy, incremental, in Berlin: start_time={datetime.fromtimestamp(int(since), timezone.utc).isoformat()}")
PYTHON
"$work/venv/bin/python" "$work/show.py" | tee "$work/seen"
diff "$work/seen" - << 'SEEN'
equal: True
twilio, in Berlin: StartTime>=2026-06-01T00:00:00Z
twilio, in UTC: StartTime>=2026-05-31T22:00:00Z
zenpy, in Berlin: created>2026-06-01T00:00:00Z
zenpy, in UTC: created>2026-05-31T22:00:00Z
zenpy, incremental, in Berlin: start_time=2026-05-31T22:00:00+00:00
SEEN
