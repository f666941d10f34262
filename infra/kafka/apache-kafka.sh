#!/usr/bin/env bash
# Apache Kafka on this machine without Docker, for tests: one to three brokers on the loopback address, in KRaft mode,
# each broker and controller in one. Needs Java 11 or newer, Maven, and Node with the project's packages.
#
#   apache-kafka.sh start [--brokers 1..3] [--sasl-ssl] [--dir FOLDER] [--port FIRST]
#   apache-kafka.sh stop  [--dir FOLDER]
#
# `start` prints the environment that Linewatch needs, one NAME=value a line, after the topics have been made:
#   env $(infra/kafka/apache-kafka.sh start) npm run linewatch -- ingest
# With --sasl-ssl clients log in with SCRAM-SHA-512 over TLS, with keys of an authority made for the occasion.
# `stop` ends the brokers that `start` put into FOLDER, and removes it with all its data.
# FIRST is the port of the first broker, 19092 if not given; controllers have those from 100 above on.
# A broker can be killed by the id in FOLDER/broker-N/pid.
set -euo pipefail
shopt -s nullglob

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/tls.sh"

die() { echo "apache-kafka.sh: $*" >&2; exit 1; }

command=${1:-}; [ $# -eq 0 ] || shift
brokers=1 sasl_ssl=false dir=${TMPDIR:-/tmp}/linewatch-apache-kafka port=19092
while [ $# -gt 0 ]; do
  case $1 in
    --brokers) brokers=${2:?}; shift 2 ;;
    --sasl-ssl) sasl_ssl=true; shift ;;
    --dir) dir=${2:?}; shift 2 ;;
    --port) port=${2:?}; shift 2 ;;
    *) die "unknown: $1" ;;
  esac
done
case $brokers in 1 | 2 | 3) ;; *) die '--brokers is 1, 2 or 3' ;; esac

# Kafka 4 needs Java 17.
kafka_version() {
  local java
  java=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p')
  [ "${java:-0}" -ge 11 ] || die "Java 11 or newer is needed, found: ${java:-none}"
  if [ "$java" -ge 17 ]; then echo 4.1.1; else echo 3.9.1; fi
}

# Kafka and what it depends on, kept for the next time; sets how its classes are run.
fetch() {
  local libraries=${XDG_CACHE_HOME:-$HOME/.cache}/linewatch/apache-kafka-$1
  java=(java -Xms64m -Xmx512m -XX:+UseSerialGC -Dlog4j2.configurationFile="$here/log4j2.properties"
    -cp "$libraries/*")
  [ -f "$libraries/complete" ] && return
  echo "fetching Apache Kafka $1 from Maven Central" >&2
  mvn -B -q -ntp -f "$here/pom.xml" dependency:copy-dependencies \
    -Dkafka.version="$1" -DincludeScope=runtime -DoutputDirectory="$libraries" >&2
  touch "$libraries/complete"
}

client_port() { echo $((port + $1 - 1)); }
controller_port() { echo $((port + 100 + $1 - 1)); }

joined() { # prefix by broker, port function
  local list= n
  for n in $(seq "$brokers"); do list+="${list:+,}${1//N/$n}127.0.0.1:$($2 "$n")"; done
  echo "$list"
}

# Settings of broker $1.
properties() {
  local replicas=$((brokers < 3 ? brokers : 3)) protocol=PLAINTEXT
  ! $sasl_ssl || protocol=SASL_SSL
  cat << PROPERTIES
process.roles=broker,controller
node.id=$1
controller.quorum.voters=$(joined N@ controller_port)
listeners=CLIENT://127.0.0.1:$(client_port "$1"),CONTROLLER://127.0.0.1:$(controller_port "$1")
advertised.listeners=CLIENT://127.0.0.1:$(client_port "$1")
# Controllers talk on the loopback address only: they cannot log in by SCRAM, whose users they keep themselves.
listener.security.protocol.map=CLIENT:$protocol,CONTROLLER:PLAINTEXT
controller.listener.names=CONTROLLER
inter.broker.listener.name=CLIENT
log.dirs=$dir/broker-$1/data
auto.create.topics.enable=false
default.replication.factor=$replicas
offsets.topic.replication.factor=$replicas
transaction.state.log.replication.factor=$replicas
transaction.state.log.min.isr=$((replicas > 1 ? replicas - 1 : 1))
# A partition costs two files; tests have few groups.
offsets.topic.num.partitions=6
transaction.state.log.num.partitions=6
# Tests start members one after the other, and each would wait for the next; they also kill many, and Kafka's own
# least session of 6 s would be waited for each time.
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
PROPERTIES
  ! $sasl_ssl || tls_properties "$dir/tls" "$(cat "$dir/password")"
}

# Kafka itself would say so only after a minute on a small machine.
require_free_ports() {
  local n one
  for n in $(seq "$brokers"); do
    for one in "$(client_port "$n")" "$(controller_port "$n")"; do
      ! (: < "/dev/tcp/127.0.0.1/$one") 2> /dev/null || die "port $one is in use: name another one with --port"
    done
  done
}

start_broker() {
  local home=$dir/broker-$1
  "${java[@]}" kafka.Kafka "$home/server.properties" > "$home/log" 2>&1 < /dev/null &
  echo $! > "$home/pid"
}

await_broker() {
  local home=$dir/broker-$1
  for _ in $(seq 600); do
    ! grep -q 'Kafka Server started' "$home/log" || return 0
    alive "$(cat "$home/pid")" || break
    sleep 0.2
  done
  tail -n 20 "$home/log" >&2
  end_brokers
  die "broker $1 did not start; $home/log says more"
}

# Not what has ended and waits for a parent to notice, as in a container whose first process does not care.
alive() { kill -0 "$1" 2> /dev/null && [[ $(ps -o stat= -p "$1" 2> /dev/null) != Z* ]]; }

end_brokers() {
  local file pid
  for file in "$dir"/broker-*/pid; do kill "$(cat "$file")" 2> /dev/null || true; done
  for file in "$dir"/broker-*/pid; do
    pid=$(cat "$file")
    for _ in $(seq 150); do alive "$pid" || break; sleep 0.2; done
    # With its peers gone a controller cannot hand over, and waits for minutes.
    kill -9 "$pid" 2> /dev/null || true
    rm -f "$file"
  done
}

start() {
  [ ! -e "$dir" ] || die "$dir is there already: stop it first"
  command -v mvn > /dev/null || die 'Maven (mvn) is needed'
  require_free_ports
  fetch "$(kafka_version)"
  local n cluster scram=() environment=("KAFKA_BROKERS=$(joined '' client_port)")
  for n in $(seq "$brokers"); do mkdir -p "$dir/broker-$n"; done
  if $sasl_ssl; then
    (umask 077 && head -c 18 /dev/urandom | base64 | tr '+/' '-_' > "$dir/password")
    make_keys "$dir/tls" "$(cat "$dir/password")"
    scram=(--add-scram "SCRAM-SHA-512=[name=linewatch,password=$(cat "$dir/password")]")
    environment+=(KAFKA_SSL=true KAFKA_SASL_MECHANISM=scram-sha-512 KAFKA_SASL_USERNAME=linewatch
      "KAFKA_SASL_PASSWORD_FILE=$dir/password" "NODE_EXTRA_CA_CERTS=$dir/tls/ca.pem")
  fi
  # Kafka writes 16 bytes in URL-safe base64; its command line would take a leading - for an option.
  cluster=$(head -c 16 /dev/urandom | base64 | tr '+/' 'AA' | tr -d =)
  for n in $(seq "$brokers"); do
    (umask 077 && properties "$n" > "$dir/broker-$n/server.properties")
    "${java[@]}" kafka.tools.StorageTool format -t "$cluster" -c "$dir/broker-$n/server.properties" "${scram[@]}" > /dev/null
  done
  for n in $(seq "$brokers"); do start_broker "$n"; done
  for n in $(seq "$brokers"); do await_broker "$n"; done
  (cd "$here/../.." && env "${environment[@]}" node --import tsx infra/kafka/main.ts --replicas "$brokers" >&2)
  printf '%s\n' "${environment[@]}"
}

stop() {
  [ -e "$dir" ] || die "$dir is not there: nothing to stop"
  [ -d "$dir/broker-1" ] || die "$dir is no folder of apache-kafka.sh"
  end_brokers
  rm -rf "$dir"
}

case $command in
  start | stop) $command ;;
  *) die 'start or stop? (the beginning of this file says more)' ;;
esac
