#!/usr/bin/env bash
# A process a role on Apache Kafka at 2,000 events/s, each killed in turn, and one ingest added; then every event must
# be stored once and `verify` find no difference. Prints what was measured.
#
#   test/real/soak.sh [--seconds 300]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

seconds=300
case ${1:-} in
  '') ;;
  --seconds) seconds=${2:?} ;;
  *) echo "unknown: $1" >&2; exit 2 ;;
esac

folder=$(mktemp -d)
kafka() { infra/kafka/apache-kafka.sh "$@" --dir "$folder/kafka"; }
cleanup() {
  [ ! -e "$folder/kafka" ] || kafka stop
  rm -rf "$folder"
}
trap cleanup EXIT

kafka start --port 19292 > "$folder/environment"
env $(cat "$folder/environment") SOAK_SECONDS="$seconds" npm run --silent test:real -- test/real/soak
