import { TOPICS } from '../../../schemas/index.ts';
import type { AvroProducer } from '../../lib/kafka/producer.ts';
import { messagesOf } from '../message.ts';
import { type Channel, PLAIN } from './channel.ts';

const MAX_BATCH = 500;

/** `contact.sla-alerts`: keyed by alert, so that what happens to one stays in order. */
export function createKafkaChannel(id: string, producer: Pick<AvroProducer, 'send'>): Channel {
  return {
    ...PLAIN,
    id,
    maxBatch: MAX_BATCH,
    send: (notifications) =>
      producer.send(
        messagesOf(notifications).map((value) => ({ topic: TOPICS.slaAlerts, key: value.alert_id, value })),
      ),
  };
}
