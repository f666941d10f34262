import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.data.ClickHouseFormat;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** `peer_facts`, by ClickHouse's own Java client. Its rows replace each other by version: an insert may be repeated. */
final class Warehouse implements AutoCloseable {
  private final Client client = new Client.Builder()
      .addEndpoint(System.getenv("PEER_CLICKHOUSE_URL"))
      .setUsername(System.getenv("PEER_CLICKHOUSE_USER"))
      .setPassword(System.getenv("PEER_CLICKHOUSE_PASSWORD"))
      .setDefaultDatabase(System.getenv("PEER_CLICKHOUSE_DATABASE"))
      .compressServerResponse(false)
      .build();

  /** Resolves once the rows are on disk. @param lines as `Conversation` writes them */
  void insert(CharSequence lines) throws Exception {
    byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    ByteArrayInputStream data = new ByteArrayInputStream(bytes);
    try (InsertResponse done =
        client.insert("peer_facts", data, ClickHouseFormat.TSV).get(60, TimeUnit.SECONDS)) {}
  }

  @Override
  public void close() {
    client.close();
  }
}
