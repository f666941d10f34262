#!/usr/bin/env bash
# timestring 7.0.0 (Node), https://www.npmjs.com/package/timestring/v/7.0.0
#
# Expected: "3 min. 20 sec.", as reports write a talk time, is 200 seconds like "3 min 20 sec", or an error as for a unit
# it does not know; a part without a unit is an error too. "Can be as messy as you like", its readme says of the text.
# Seen: the full stop of "min." becomes the point of the next number, so that 20 seconds are 0.2: 180.2. A last number
# without a unit is dropped, "2m30" is two minutes, and so is a sign, "-5m" is five minutes more. parse-duration 2.1.9 has
# all of them right.
#
# Output seen (Node 20.20.2), in seconds:
#   3 min 20 sec: timestring 200, parse-duration 200
#   3 min. 20 sec.: timestring 180.2, parse-duration 200
#   1 hr. 45 min.: timestring 3627, parse-duration 6300
#   2m30: timestring 120, parse-duration 150
#   -5m: timestring 300, parse-duration -300
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error timestring@7.0.0 parse-duration@2.1.9 > /dev/null

cat > show.mjs << 'NODE'
import parse from 'parse-duration';
import timestring from 'timestring';

for (const text of ['3 min 20 sec', '3 min. 20 sec.', '1 hr. 45 min.', '2m30', '-5m']) {
  console.log(`${text}: timestring ${timestring(text)}, parse-duration ${parse(text, 's')}`);
}
NODE
node show.mjs | tee seen
diff seen - << 'SEEN'
3 min 20 sec: timestring 200, parse-duration 200
3 min. 20 sec.: timestring 180.2, parse-duration 200
1 hr. 45 min.: timestring 3627, parse-duration 6300
2m30: timestring 120, parse-duration 150
-5m: timestring 300, parse-duration -300
SEEN
