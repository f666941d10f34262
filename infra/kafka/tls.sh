# Sourced by apache-kafka.sh: an authority, a key for the brokers, and what a broker's settings say about them.

# Makes FOLDER/ca.pem, which clients trust, and the brokers' stores, all with one password of six letters or more.
make_keys() { # folder, password
  mkdir "$1"
  (
    umask 077
    cd "$1"
    # By the environment, as arguments can be seen by other users of the machine.
    export STORE_PASSWORD=$2
    key() { keytool -storetype PKCS12 -storepass:env STORE_PASSWORD -noprompt "$@" 2> keytool.log || { cat keytool.log >&2; exit 1; }; }
    pair=(-genkeypair -keyalg EC -groupname secp256r1 -validity 365)
    key -keystore ca.p12 -alias ca "${pair[@]}" -dname 'CN=Linewatch test authority' -ext bc:c -ext ku:c=keyCertSign
    key -keystore ca.p12 -alias ca -exportcert -rfc > ca.pem
    key -keystore broker.p12 -alias broker "${pair[@]}" -dname CN=127.0.0.1
    key -keystore broker.p12 -alias broker -certreq > broker.csr
    key -keystore ca.p12 -alias ca -gencert -rfc -validity 365 -ext san=ip:127.0.0.1,dns:localhost -infile broker.csr > broker.pem
    key -keystore broker.p12 -alias ca -importcert -file ca.pem
    key -keystore broker.p12 -alias broker -importcert -file broker.pem
    key -keystore trust.p12 -alias ca -importcert -file ca.pem
    rm ca.p12 broker.csr broker.pem keytool.log
  )
}

# The lines for TLS and logging in, by SCRAM or PLAIN, in server.properties.
tls_properties() { # folder, password
  cat << PROPERTIES
ssl.keystore.type=PKCS12
ssl.keystore.location=$1/broker.p12
ssl.keystore.password=$2
ssl.truststore.type=PKCS12
ssl.truststore.location=$1/trust.p12
ssl.truststore.password=$2
sasl.enabled.mechanisms=SCRAM-SHA-512,PLAIN
sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512
listener.name.client.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_linewatch="$2";
listener.name.client.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="linewatch" password="$2";
PROPERTIES
}
