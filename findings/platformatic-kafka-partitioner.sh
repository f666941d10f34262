#!/usr/bin/env bash
# @platformatic/kafka 2.12.1 (Node), https://www.npmjs.com/package/@platformatic/kafka/v/2.12.1
#
# Expected: its default partitioner, murmur2 of the key, puts a key into the partition where the clients of Java, kafkajs
# and franz-go put it.
# Seen: it takes the hash as unsigned where the others drop its sign bit, so half of all keys go elsewhere, unless the
# number of partitions is a power of two, as in most tests. Known upstream (platformatic/kafka#121), where
# compatibilityPartitioner was added; the default stays.
#
# Output seen (Node 20.20.2 and 24.22.3):
#   6 partitions: default agrees for 496 of 1000 keys, compatibilityPartitioner for 1000
#   8 partitions: default agrees for 1000 of 1000 keys, compatibilityPartitioner for 1000
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error @platformatic/kafka@2.12.1 kafkajs@2.2.4 > /dev/null

cat > show.mjs << 'NODE'
import { compatibilityPartitioner, defaultPartitioner } from '@platformatic/kafka';
import kafkajs from 'kafkajs';

// kafkajs's own default partitioner is Java's.
const java = kafkajs.Partitioners.DefaultPartitioner();
for (const count of [6, 8]) {
  const partitionMetadata = Array.from({ length: count }, (_, partitionId) => ({ partitionId, leader: 1 }));
  const agreeing = (partitioner) => {
    let keys = 0;
    for (let n = 0; n < 1000; n++) {
      const key = Buffer.from(`call-${n}`);
      const expected = java({ topic: 'calls', partitionMetadata, message: { key } });
      if (partitioner({}, key) % count === expected) keys++;
    }
    return keys;
  };
  console.log(
    `${count} partitions: default agrees for ${agreeing(defaultPartitioner)} of 1000 keys, ` +
      `compatibilityPartitioner for ${agreeing(compatibilityPartitioner)}`,
  );
}
NODE
node show.mjs | tee seen
diff seen - << 'SEEN'
6 partitions: default agrees for 496 of 1000 keys, compatibilityPartitioner for 1000
8 partitions: default agrees for 1000 of 1000 keys, compatibilityPartitioner for 1000
SEEN
