// Sends a call to Linewatch: java -cp 'libraries/*' Producer.java CONVERSATION_ID

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

public class Producer {
  static final String TOPIC = "contact.chats";

  public static void main(String[] args) throws Exception {
    // Linewatch registers its schemas itself: a producer takes the latest one.
    var url = System.getenv("SCHEMA_REGISTRY_URL") + "/subjects/" + TOPIC + "-value/versions/latest";
    var answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    if (answer.statusCode() != 200) throw new IllegalStateException("the registry answers " + answer.statusCode());
    var latest = new ObjectMapper().readTree(answer.body());
    int id = latest.get("id").asInt();
    Schema schema = new Schema.Parser().parse(latest.get("schema").asText());

    String call = args[0];
    Instant openedAt = Instant.now().minus(Duration.ofMinutes(5));
    Map<String, Object> config = Map.of("bootstrap.servers", System.getenv("KAFKA_BROKERS"));
    // Idempotent, with acks from all in-sync replicas, unless told otherwise.
    try (var producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
      var sent = new ArrayList<Future<RecordMetadata>>();
      for (var value :
          new GenericRecord[] {
            event(schema, call, openedAt, 0, "started", Map.of()),
            event(schema, call, openedAt, 10, "queued", Map.of()),
            event(schema, call, openedAt, 30, "answered", Map.of()),
            event(schema, call, openedAt, 200, "ended", Map.of("resolved", true)),
          }) {
        sent.add(producer.send(new ProducerRecord<>(TOPIC, call, encode(id, value))));
      }
      for (var one : sent) one.get(); // throws where it was not acknowledged
    }
  }

  static GenericRecord event(Schema schema, String call, Instant openedAt, int seconds, String kind, Map<String, ?> fields) {
    Schema actorSchema = schema.getField("actor").schema();
    var actor = new GenericRecordBuilder(actorSchema).set("kind", kind.equals("answered") ? "agent" : "customer");
    if (kind.equals("answered")) actor.set("id", "agent-7");
    Schema union = schema.getField("event").schema();
    // The branch by name; a generic record knows its schema, so none is guessed.
    var body = new GenericRecordBuilder(union.getTypes().get(union.getIndexNamed("contact.chats." + kind)));
    fields.forEach(body::set);
    return new GenericRecordBuilder(schema)
        .set("event_id", call + ":" + kind) // the same when it is sent again: then it counts once
        .set("occurred_at", openedAt.plusSeconds(seconds).toEpochMilli())
        .set("conversation_id", call)
        .set("opened_at", openedAt.toEpochMilli())
        .set("channel", "voice")
        .set("source", "java")
        .set("actor", actor.build())
        .set("queue", "billing")
        .set("type", kind) // what the branch must be
        .set("event", body.build())
        .build();
  }

  /** Confluent's wire format: a zero, the schema's id, the Avro body. */
  static byte[] encode(int id, GenericRecord value) throws Exception {
    var out = new ByteArrayOutputStream();
    out.write(0);
    out.write(ByteBuffer.allocate(4).putInt(id).array());
    var encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(value.getSchema(), GenericData.get()).write(value, encoder);
    encoder.flush();
    return out.toByteArray();
  }
}
