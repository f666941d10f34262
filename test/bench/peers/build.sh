#!/usr/bin/env bash
# build.sh streams|flink: fetches what a job stands on from Maven Central, once, and compiles it; prints its class path.
# Needs a JDK of Java 17 or newer, and Maven.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
job=$1
cache=${XDG_CACHE_HOME:-$HOME/.cache}/linewatch/peers
libraries=$cache/$job-$(sha256sum "$here/$job/pom.xml" | cut -c 1-12)
if [ ! -f "$libraries/complete" ]; then
  echo "fetching what the $job job stands on from Maven Central" >&2
  mvn -B -q -ntp -f "$here/$job/pom.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$libraries" >&2
  touch "$libraries/complete"
fi
classes=$(cat "$here"/common/*.java "$here/$job"/*.java | sha256sum | cut -c 1-12)
classes=$cache/$job-classes-$classes
[ -d "$classes" ] || javac -nowarn -d "$classes" -cp "$libraries/*" "$here"/common/*.java "$here/$job"/*.java >&2
echo "$classes:$libraries/*"
