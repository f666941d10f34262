import { readdirSync, readFileSync } from 'node:fs';
import type { TicketEvent } from '../../schemas/types.ts';
import { chatwoot } from '../../services/collector/webhooks/chatwoot/webhook.ts';
import { intercom } from '../../services/collector/webhooks/intercom/webhook.ts';
import type { Vendor } from '../../services/collector/webhooks/webhook.ts';
import { zendesk } from '../../services/collector/webhooks/zendesk/webhook.ts';
import { eventWithoutText } from '../../services/domain/words/take-text.ts';
import { sharedData } from '../support/shared-data.ts';

export const WEBHOOKS = { zendesk, intercom, chatwoot };

/** A notification as a help desk sends it. */
export function fixture(vendor: Vendor, name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(sharedData(`webhooks/${vendor}/${name}.json`), 'utf8'));
}

export function fixtureNames(vendor: Vendor): string[] {
  return readdirSync(sharedData(`webhooks/${vendor}`)).map((file) => file.replace('.json', ''));
}

/** The ticket events of a notification, without texts. Throws on one that gives none, or something else. */
export function ticketsOf(vendor: Vendor, json: unknown): TicketEvent[] {
  const translation = WEBHOOKS[vendor].translate(json);
  if (!('events' in translation)) throw new Error(JSON.stringify(translation));
  return translation.events.map((event) => {
    const { topic, value } = eventWithoutText(event, null);
    if (topic !== 'contact.tickets') throw new Error(topic);
    return value;
  });
}

/** The same, as the parts that differ within a conversation. */
export function happeningsOf(vendor: Vendor, json: unknown) {
  return ticketsOf(vendor, json).map(({ event_id, occurred_at, actor, event }) => ({
    id: event_id,
    at: new Date(occurred_at).toISOString(),
    by: `${actor.kind} ${actor.id}`,
    event,
  }));
}
