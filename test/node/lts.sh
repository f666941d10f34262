#!/usr/bin/env bash
# Prints the path of the newest LTS of Node, fetched from npm and kept for the next time: what README recommends, beside
# the Node that the machine has.
set -euo pipefail

version=24.22.3
folder=${XDG_CACHE_HOME:-$HOME/.cache}/linewatch/node-$version
name=node-$(node -p 'process.platform + "-" + process.arch')
node=$folder/node_modules/$name/bin/node
if [ ! -x "$node" ]; then
  echo "fetching Node $version from npm" >&2
  npm install --prefix "$folder" --no-save --no-audit --no-fund "$name@$version" >&2
fi
echo "$node"
