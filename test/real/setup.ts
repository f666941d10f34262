/** Runs before each test file: what one leaves behind must not be taken for a finding of the next. */
import { freshTopics } from '../support/fresh-topics.ts';

const { KAFKA_BROKERS } = process.env;
if (!KAFKA_BROKERS) throw new Error('KAFKA_BROKERS names no Kafka; infra/kafka/apache-kafka.sh starts one');
await freshTopics(KAFKA_BROKERS.split(','));
