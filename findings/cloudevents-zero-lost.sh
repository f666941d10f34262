#!/usr/bin/env bash
# cloudevents 10.0.0 (Node, the CloudEvents project's own SDK), https://www.npmjs.com/package/cloudevents/v/10.0.0
#
# Expected: an event that is written and read back has the data and the time it had. JSON data may be any value by the
# format's specification, and a time may have any number of digits (RFC 3339).
# Seen: data that is 0, false or empty is written in structured mode, as it should be, and read as no data at all; in
# binary mode 0 and false arrive. A gauge that says how many wait loses just the reports that nobody does, and the last
# figure above 0 stays up. And the time is cut to milliseconds in what is written, though the event itself goes on showing
# all of it: events that came one after the other within a millisecond have the same time.
#
# Output seen (Node 20.20.2):
#   3: structured, sent "data":3, read 3; binary, read 3
#   0: structured, sent "data":0, read undefined; binary, read 0
#   false: structured, sent "data":false, read undefined; binary, read false
#   time: event 2026-03-02T10:00:00.123456Z, structured 2026-03-02T10:00:00.123Z, binary 2026-03-02T10:00:00.123Z
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error cloudevents@10.0.0 > /dev/null

cat > show.cjs << 'NODE'
const { CloudEvent, HTTP } = require('cloudevents');

const event = (data) =>
  new CloudEvent({
    id: '1', source: '/queues/billing', type: 'waiting', time: '2026-03-02T10:00:00.123456Z',
    datacontenttype: 'application/json', data,
  });
for (const data of [3, 0, false]) {
  const structured = HTTP.structured(event(data));
  const sent = /"data":[^,}]*/.exec(structured.body);
  const { headers, body } = HTTP.binary(event(data));
  const binary = HTTP.toEvent({ headers, body: String(body) }); // as it comes out of a request
  console.log(`${data}: structured, sent ${sent}, read ${HTTP.toEvent(structured).data}; binary, read ${binary.data}`);
}
const one = event(3);
const structured = JSON.parse(HTTP.structured(one).body).time;
console.log(`time: event ${one.time}, structured ${structured}, binary ${HTTP.binary(one).headers['ce-time']}`);
NODE
node show.cjs | tee seen
diff seen - << 'SEEN'
3: structured, sent "data":3, read 3; binary, read 3
0: structured, sent "data":0, read undefined; binary, read 0
false: structured, sent "data":false, read undefined; binary, read false
time: event 2026-03-02T10:00:00.123456Z, structured 2026-03-02T10:00:00.123Z, binary 2026-03-02T10:00:00.123Z
SEEN
