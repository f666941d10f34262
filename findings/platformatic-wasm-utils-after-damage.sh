#!/usr/bin/env bash
# @platformatic/wasm-utils 0.2.1 (Node; what @platformatic/kafka 2.12.1 unpacks LZ4 and Snappy with),
# https://www.npmjs.com/package/@platformatic/wasm-utils/v/0.2.1
#
# Expected: a damaged frame is an error, and the next good one is unpacked as ever.
# Seen: each damaged frame traps inside WebAssembly ("unreachable") without giving its stack back; after 1,921 of them
# every call of this process fails on good input, for Snappy too ("memory access out of bounds"). A consumer that meets
# damaged batches stops reading all others until it is restarted.
#
# Output seen (Node 20.20.2 and 24.22.3):
#   good frame before: unpacked
#   good frame after 1,000 damaged ones: unpacked
#   good frame after 2,500 damaged ones: memory access out of bounds
#   good Snappy block then: memory access out of bounds
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error @platformatic/wasm-utils@0.2.1 > /dev/null

cat > show.mjs << 'NODE'
import { lz4Compress, lz4Decompress, snappyCompress, snappyDecompress } from '@platformatic/wasm-utils';

const text = Buffer.from('a call that waits in the queue of billing\n'.repeat(40));
const frame = lz4Compress(text);
const block = snappyCompress(text);
function outcome(unpack, bytes) {
  try {
    return unpack(bytes).equals(text) ? 'unpacked' : 'other bytes';
  } catch (error) {
    return error.message;
  }
}
function damage(count) {
  for (let n = 0; n < count; n++) outcome(lz4Decompress, frame.subarray(0, 12));
}
console.log('good frame before:', outcome(lz4Decompress, frame));
damage(1000);
console.log('good frame after 1,000 damaged ones:', outcome(lz4Decompress, frame));
damage(1500);
console.log('good frame after 2,500 damaged ones:', outcome(lz4Decompress, frame));
console.log('good Snappy block then:', outcome(snappyDecompress, block));
NODE
node show.mjs | tee seen
diff seen - << 'SEEN'
good frame before: unpacked
good frame after 1,000 damaged ones: unpacked
good frame after 2,500 damaged ones: memory access out of bounds
good Snappy block then: memory access out of bounds
SEEN
