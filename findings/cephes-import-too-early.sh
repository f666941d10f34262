#!/usr/bin/env bash
# cephes 3.3.3 (Node, WebAssembly), https://www.npmjs.com/package/cephes/v/3.3.3
#
# Expected, from its readme: "In Node.js it is therefore compiled synchronously and all you need to do is require the
# module", and .compiled is there "simply a dummy promise that resolves immediately". So what Node has imported can be
# called.
# Seen: by require it can. By import, of the same package in the same Node, the file for browsers is loaded: functions
# throw that they are no functions until .compiled has been awaited. A test that awaits anything long enough before its
# first call is green.
#
# Output seen (Node 20.20.2):
#   require: 0.841
#   import: TypeError: cephes.cephes_ndtr is not a function
#   import, .compiled awaited: 0.841
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error cephes@3.3.3 > /dev/null

cat > required.cjs << 'NODE'
console.log(`require: ${require('cephes').ndtr(1).toFixed(3)}`);
NODE
cat > imported.mjs << 'NODE'
import * as cephes from 'cephes';

try {
  console.log(`import: ${cephes.ndtr(1).toFixed(3)}`);
} catch (error) {
  console.log(`import: ${error}`);
}
await cephes.compiled;
console.log(`import, .compiled awaited: ${cephes.ndtr(1).toFixed(3)}`);
NODE
(node required.cjs && node imported.mjs) | tee seen
diff seen - << 'SEEN'
require: 0.841
import: TypeError: cephes.cephes_ndtr is not a function
import, .compiled awaited: 0.841
SEEN
