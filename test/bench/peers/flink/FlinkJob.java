import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * Events to facts by Flink on a mini cluster: state exactly once by checkpoints each second, rows written before each of
 * them, where they replace each other. What is started again goes on from the last checkpoint that is whole.
 */
public final class FlinkJob {
  private static final int PARALLELISM = 2;
  private static final int ROWS = 10_000;
  private static final long FLUSH_MS = 200;

  /** A record as Kafka has it: its topic, its key and its bytes. */
  public static final class Raw {
    public String topic, key;
    public byte[] value;
  }

  public static void main(String[] arguments) throws Exception {
    Path checkpoints = Path.of(System.getenv("PEER_STATE"));
    StreamExecutionEnvironment flink =
        StreamExecutionEnvironment.getExecutionEnvironment(settings(checkpoints));
    KafkaSource<Raw> source = KafkaSource.<Raw>builder()
        .setBootstrapServers(System.getenv("KAFKA_BROKERS"))
        .setTopics(Event.TOPICS)
        .setGroupId(System.getenv("PEER_GROUP"))
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
        .setProperty("commit.offsets.on.checkpoint", "true")
        .setDeserializer(new Reading())
        .build();
    flink.fromSource(source, WatermarkStrategy.noWatermarks(), "events")
        .keyBy(raw -> raw.key)
        .process(new Measuring())
        .sinkTo(new Facts());
    flink.execute("peers");
  }

  private static Configuration settings(Path checkpoints) throws Exception {
    Configuration settings = new Configuration();
    settings.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
    settings.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    settings.set(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION, ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    settings.set(TaskManagerOptions.NUM_TASK_SLOTS, PARALLELISM);
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    settings.set(org.apache.flink.configuration.CoreOptions.DEFAULT_PARALLELISM, PARALLELISM);
    latest(checkpoints).ifPresent(path -> settings.set(StateRecoveryOptions.SAVEPOINT_PATH, path.toUri().toString()));
    return settings;
  }

  private static Optional<Path> latest(Path checkpoints) throws Exception {
    try (Stream<Path> files = Files.walk(checkpoints, 3)) {
      return files.filter(file -> file.getFileName().toString().equals("_metadata"))
          .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
          .map(Path::getParent);
    }
  }

  private static final class Reading implements KafkaRecordDeserializationSchema<Raw> {
    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Raw> out) {
      Raw raw = new Raw();
      raw.topic = record.topic();
      raw.key = new String(record.key(), java.nio.charset.StandardCharsets.UTF_8);
      raw.value = record.value();
      out.collect(raw);
    }

    @Override
    public TypeInformation<Raw> getProducedType() {
      return Types.POJO(Raw.class);
    }
  }

  private static final class Measuring extends KeyedProcessFunction<String, Raw, String> {
    private transient Event.Reader reader;
    private transient ValueState<byte[]> state;

    @Override
    public void open(OpenContext context) {
      reader = new Event.Reader();
      state = getRuntimeContext().getState(
          new ValueStateDescriptor<>("conversation", byte[].class));
    }

    @Override
    public void processElement(Raw raw, Context context, Collector<String> out) throws Exception {
      Conversation conversation = Conversation.of(state.value());
      conversation.apply(reader.read(raw.topic, raw.value), out::collect);
      state.update(conversation.toBytes());
    }
  }

  /** Rows in blocks, and all of them before a checkpoint counts. */
  private static final class Facts implements Sink<String> {
    @Override
    public SinkWriter<String> createWriter(WriterInitContext context) {
      Warehouse warehouse = new Warehouse();
      return new SinkWriter<>() {
        private StringBuilder lines = new StringBuilder();
        private int rows;

        {
          context.getProcessingTimeService()
              .registerTimer(System.currentTimeMillis() + FLUSH_MS, this::onTimer);
        }

        private void onTimer(long now) throws java.io.IOException {
          flush(false);
          context.getProcessingTimeService().registerTimer(System.currentTimeMillis() + FLUSH_MS, this::onTimer);
        }

        @Override
        public void write(String line, Context ignored) throws java.io.IOException {
          lines.append(line);
          if (++rows >= ROWS) flush(false);
        }

        @Override
        public void flush(boolean isLast) throws java.io.IOException {
          if (rows == 0) return;
          try {
            warehouse.insert(lines);
          } catch (Exception error) {
            throw new java.io.IOException(error);
          }
          lines = new StringBuilder();
          rows = 0;
        }

        @Override
        public void close() {
          warehouse.close();
        }
      };
    }
  }
}
