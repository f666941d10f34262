import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * Events to facts by Kafka Streams, exactly once into a topic; from there a consumer writes them into ClickHouse, at least
 * once, where rows replace each other: what Kafka Connect's sink would do.
 */
public final class StreamsJob {
  static final String STORE = "conversations";
  static final String FACTS = "peers.facts";

  public static void main(String[] arguments) throws Exception {
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
        .withCachingEnabled());
    builder.stream(List.of(Event.TOPICS), Consumed.with(Serdes.String(), Serdes.ByteArray()))
        .process(Measuring::new, STORE)
        .to(FACTS, Produced.with(Serdes.String(), Serdes.String()));
    KafkaStreams streams = new KafkaStreams(builder.build(), settings());
    streams.setUncaughtExceptionHandler(error -> {
      error.printStackTrace();
      Runtime.getRuntime().halt(1);
      return null;
    });
    Runtime.getRuntime().addShutdownHook(new Thread(() -> streams.close(Duration.ofSeconds(5))));
    streams.start();
    sink();
  }

  private static Properties settings() {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, System.getenv("PEER_GROUP"));
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("KAFKA_BROKERS"));
    settings.put(StreamsConfig.STATE_DIR_CONFIG, System.getenv("PEER_STATE"));
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 64L << 20);
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    // Not the 45 s after which a process that was killed is noticed otherwise.
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    return settings;
  }

  /** Keeps a conversation a key. */
  private static final class Measuring implements Processor<String, byte[], String, String> {
    private final Event.Reader reader = new Event.Reader();
    private ProcessorContext<String, String> context;
    private KeyValueStore<String, byte[]> store;

    @Override
    public void init(ProcessorContext<String, String> given) {
      context = given;
      store = given.getStateStore(STORE);
    }

    @Override
    public void process(Record<String, byte[]> record) {
      String topic = context.recordMetadata().orElseThrow().topic();
      Event event = reader.read(topic, record.value());
      Conversation conversation = Conversation.of(store.get(event.conversationId));
      StringBuilder facts = new StringBuilder();
      conversation.apply(event, facts::append);
      if (facts.length() > 0) context.forward(record.withKey(event.conversationId).withValue(facts.toString()));
      store.put(event.conversationId, conversation.toBytes());
    }
  }

  /** Rows first, then offsets: whatever is between is written again. */
  private static void sink() throws Exception {
    Properties settings = new Properties();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("KAFKA_BROKERS"));
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, System.getenv("PEER_GROUP") + "-sink");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 20_000);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    try (Warehouse warehouse = new Warehouse();
        KafkaConsumer<String, String> consumer =
            new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(FACTS));
      while (true) {
        ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(100));
        if (records.isEmpty()) continue;
        StringBuilder lines = new StringBuilder();
        for (ConsumerRecord<String, String> record : records) lines.append(record.value());
        warehouse.insert(lines);
        consumer.commitSync();
      }
    }
  }
}
