/**
 * How to log in to the Kafka that the environment names, as variables of Linewatch. None for the embedded broker,
 * which knows neither TLS nor passwords.
 */
export function kafkaSecurity(): Record<string, string> {
  if (!process.env.KAFKA_BROKERS) return {};
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      /^KAFKA_(SSL|SASL_\w+)$/.test(name) && value ? [[name, value]] : [],
    ),
  );
}
