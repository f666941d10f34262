import { readFileSync } from 'node:fs';
import type { ChannelSettings } from '../../lib/config/contact-center/alerting/channels.ts';
import { LinewatchError } from '../../lib/errors.ts';
import type { Outgoing } from '../../lib/http/outgoing/outgoing.ts';
import type { AvroProducer } from '../../lib/kafka/producer.ts';
import type { Channel } from './channel.ts';
import { createKafkaChannel } from './kafka.ts';
import { createWebhookChannel } from './webhook.ts';

export interface ChannelDeps {
  producer: AvroProducer;
  outgoing: Outgoing;
  now: () => number;
}

/** The channel that the configuration describes. Throws `SECRET_UNREADABLE`. */
export function createChannel(settings: ChannelSettings, deps: ChannelDeps): Channel {
  switch (settings.kind) {
    case 'kafka':
      return createKafkaChannel(settings.id, deps.producer);
    case 'webhook':
      return createWebhookChannel({ ...settings, secret: readSecret(settings) }, deps);
  }
}

function readSecret({ id, secretFile }: { id: string; secretFile: string }): string {
  let secret = '';
  try {
    secret = readFileSync(secretFile, 'utf8').trim();
  } catch (cause) {
    throw new LinewatchError('SECRET_UNREADABLE', `the secret of channel ${id} cannot be read`, { cause });
  }
  if (secret === '') throw new LinewatchError('SECRET_UNREADABLE', `the secret of channel ${id} is empty`);
  return secret;
}
