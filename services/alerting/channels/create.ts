import type { ChannelSettings } from '../../center/config/alerting/channels.ts';
import type { Alerting } from '../../center/config/alerting.ts';
import type { Outgoing } from '../../lib/http/outgoing/outgoing.ts';
import type { AvroProducer } from '../../lib/kafka/producer.ts';
import { createAlertmanagerChannel } from './alertmanager.ts';
import type { Channel } from './channel.ts';
import { createDingtalkChannel } from './dingtalk.ts';
import { createEmailChannel } from './email.ts';
import { createKafkaChannel } from './kafka.ts';
import { createPagerdutyChannel } from './pagerduty.ts';
import { readSecret, readSecretUrl } from './secrets.ts';
import { createSlackChannel } from './slack.ts';
import { createTexts } from './text.ts';
import { createWebhookChannel } from './webhook.ts';
import { createWecomChannel } from './wecom.ts';

export interface ChannelDeps {
  producer: AvroProducer;
  outgoing: Outgoing;
  now: () => number;
  alerting: Pick<Alerting, 'dashboardUrl' | 'requestTimeout'>;
}

const MAIL_PORTS = { starttls: 587, implicit: 465, none: 25 } as const;

/** The channel that the configuration describes. Throws `SECRET_UNREADABLE`. */
export function createChannel(settings: ChannelSettings, deps: ChannelDeps): Channel {
  const { id } = settings;
  const { outgoing, now, alerting } = deps;
  const told = { outgoing, now, texts: createTexts(alerting.dashboardUrl) };
  const secret = (file: string) => readSecret(id, file);
  switch (settings.kind) {
    case 'kafka':
      return createKafkaChannel(id, deps.producer);
    case 'webhook':
      return createWebhookChannel({ id, url: settings.url, secret: secret(settings.secretFile) }, told);
    case 'slack':
      return createSlackChannel({ id, url: readSecretUrl(id, settings.urlFile) }, told);
    case 'alertmanager': {
      const { url, tokenFile } = settings;
      const token = tokenFile === undefined ? null : secret(tokenFile);
      return createAlertmanagerChannel({ id, url, token }, told);
    }
    case 'email': {
      const { host, tls, port = MAIL_PORTS[tls], user, passwordFile, from, to } = settings;
      const auth = user && passwordFile ? { user, pass: secret(passwordFile) } : null;
      const timeoutMs = alerting.requestTimeout;
      return createEmailChannel({ id, host, port, tls, auth, from, to, timeoutMs }, told);
    }
    case 'pagerduty': {
      const { url, routingKeyFile } = settings;
      return createPagerdutyChannel({ id, url, routingKey: secret(routingKeyFile) }, told);
    }
    case 'dingtalk': {
      const { urlFile, secretFile } = settings;
      return createDingtalkChannel({ id, url: readSecretUrl(id, urlFile), secret: secret(secretFile) }, told);
    }
    case 'wecom':
      return createWecomChannel({ id, url: readSecretUrl(id, settings.urlFile) }, told);
  }
}
