#!/usr/bin/env bash
# eld 2.1.0 (npm), https://www.npmjs.com/package/eld/v/2.1.0
#
# Expected: `isReliable()` is false of texts too short to tell, as it is of `hi` and `Danke`.
# Seen: `refund pls` is reliably Danish, in each size of the data. So the answer for one or two words cannot be taken at
# its word, reliable or not.
#
# Output seen (Node 20.20.2):
#   extrasmall: hi ca false, Danke nl false, refund pls da true
#   small: hi ca false, Danke de false, refund pls da true
#   medium: hi ca false, Danke de false, refund pls da true
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error eld@2.1.0 > /dev/null

cat > show.mjs << 'NODE'
const { eld } = await import(`eld/${process.argv[2]}`);
const told = ['hi', 'Danke', 'refund pls'].map((text) => {
  const found = eld.detect(text);
  return `${text} ${found.language} ${found.isReliable()}`;
});
console.log(`${process.argv[2]}: ${told.join(', ')}`);
NODE
for size in extrasmall small medium; do node show.mjs $size; done
