#!/usr/bin/env bash
# kafkajs 2.2.4 (Node), https://www.npmjs.com/package/kafkajs/v/2.2.4
#
# Expected: sending messages in larger batches costs less for each, as with every other Kafka client.
# Seen: before anything is encoded, `send` and `sendBatch` sort the messages of a topic by partition, and copy all that a
# partition has so far for each message that is added (`[...current, message]`). The time grows with the square of the
# messages for one partition in one call, and so does the garbage: a backlog is sent faster in many small calls than
# in few large ones, and a topic with one partition, or messages with one key, are worst. Neither the readme nor the docs
# name a size.
#
# Output seen (Node 20.20.2; what is asked is far from what is measured, about 500 times against 10):
#   8 times the messages, all for one partition: more than 20 times as long
#   8 times the messages, in calls of the same size: less than 20 times as long
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error kafkajs@2.2.4 > /dev/null

cat > show.cjs << 'NODE'
// What Producer.send calls first (src/producer/sendMessages.js).
const group = require('kafkajs/src/producer/groupMessagesPerPartition');
const FEW = 5_000;
const TIMES = 8;

const partitioner = () => 0;
const partitionMetadata = [{ partitionId: 0, leader: 1 }];
function cpuMs(calls, count) {
  const messages = Array.from({ length: count }, (_, n) => ({ key: 'k', value: String(n) }));
  const from = process.cpuUsage();
  for (let call = 0; call < calls; call++) {
    const { 0: grouped } = group({ topic: 't', partitionMetadata, messages, partitioner });
    if (grouped.length !== count) throw new Error('some are missing');
  }
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}
cpuMs(4, FEW);
const few = Math.max(...[1, 2, 3].map(() => cpuMs(1, FEW)));
const say = (ms) => `${ms > 20 * few ? 'more' : 'less'} than 20 times as long`;
console.log(`${TIMES} times the messages, all for one partition: ${say(cpuMs(1, TIMES * FEW))}`);
console.log(`${TIMES} times the messages, in calls of the same size: ${say(cpuMs(TIMES, FEW))}`);
NODE
node show.cjs | tee seen
diff seen - << 'SEEN'
8 times the messages, all for one partition: more than 20 times as long
8 times the messages, in calls of the same size: less than 20 times as long
SEEN
