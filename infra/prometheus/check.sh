#!/usr/bin/env bash
# Checks Prometheus' settings, the rules, and what the rules do, with promtool: the one that is installed, or that of
# Debian's package prometheus, unpacked into a temporary folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

promtool=$(command -v promtool || true)
if [ -z "$promtool" ]; then
  command -v apt-get > /dev/null || { echo 'promtool is needed (Debian package prometheus)' >&2; exit 1; }
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  (cd "$folder" && apt-get download -q prometheus > /dev/null 2>&1 && dpkg -x prometheus_*.deb .)
  promtool=$folder/usr/bin/promtool
fi
# The key that Prometheus shows is there only where it runs.
"$promtool" check config --syntax-only prometheus.yml
"$promtool" check rules rules/*.yml
"$promtool" test rules rules.test.yml
