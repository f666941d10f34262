import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/** What the jobs need of an event. Times are UTC milliseconds. */
final class Event {
  String topic, id, conversationId, channel, queue, actorKind, actorId, type, status, agentId, toQueue;
  long at, openedAt;
  boolean isPublic;

  static final String[] TOPICS = {"contact.tickets", "contact.chats"};
  /** Magic byte and schema id of Confluent's wire format; all events here are of the newest schema. */
  private static final int HEADER_BYTES = 5;

  /** Reads Avro. One a thread: decoder and record are used again. */
  static final class Reader {
    private final Map<String, GenericDatumReader<GenericRecord>> readers = new ConcurrentHashMap<>();
    private BinaryDecoder decoder;

    Event read(String topic, byte[] value) {
      try {
        GenericDatumReader<GenericRecord> reader = readers.computeIfAbsent(topic, Reader::readerOf);
        decoder = DecoderFactory.get().binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, decoder);
        return of(topic, reader.read(null, decoder));
      } catch (IOException error) {
        throw new IllegalStateException(error);
      }
    }

    private static GenericDatumReader<GenericRecord> readerOf(String topic) {
      String file = topic.substring(topic.indexOf('.') + 1) + ".avsc";
      try {
        return new GenericDatumReader<>(new Schema.Parser().parse(new File(System.getenv("PEER_SCHEMAS"), file)));
      } catch (IOException error) {
        throw new IllegalStateException(error);
      }
    }
  }

  private static Event of(String topic, GenericRecord record) {
    Event event = new Event();
    GenericRecord actor = (GenericRecord) record.get("actor");
    GenericRecord body = (GenericRecord) record.get("event");
    event.topic = topic;
    event.id = text(record.get("event_id"));
    event.conversationId = text(record.get("conversation_id"));
    event.channel = text(record.get("channel"));
    event.queue = text(record.get("queue"));
    event.at = (Long) record.get("occurred_at");
    event.openedAt = (Long) record.get("opened_at");
    event.actorKind = text(actor.get("kind"));
    event.actorId = text(actor.get("id"));
    event.type = body.getSchema().getName();
    event.status = optional(body, "status");
    event.agentId = optional(body, "agent_id");
    event.toQueue = optional(body, "to_queue");
    event.isPublic = body.hasField("public") && (Boolean) body.get("public");
    return event;
  }

  private static String optional(GenericRecord body, String field) {
    return body.hasField(field) ? text(body.get(field)) : "";
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }
}
