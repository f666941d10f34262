import { z } from 'zod';
import { idOfArn, part, seconds, text, time } from '../values.ts';
import type { ContactRecord } from './record.ts';

/**
 * A contact event of EventBridge ("Amazon Connect contact events", administrator guide), as far as it is counted: what is
 * known of a contact while it goes on. Names of fields begin with a small letter in some of the guide's samples and with a
 * capital in others, so they are compared without case (`newsIn`).
 */
const news = z.object({
  contactid: z.string().min(1),
  channel: text,
  initiationmethod: text,
  initiationtimestamp: time,
  connectedtosystemtimestamp: time,
  disconnecttimestamp: time,
  // A word where it is told, an object with the word in the API's own shape.
  disconnectreason: z
    .union([z.string(), z.object({ code: z.string() }).transform(({ code }) => code)])
    .nullish()
    .catch(null),
  campaign: part({ campaignid: text }),
  customerendpoint: part({ address: text }),
  queueinfo: part({ queuearn: text, enqueuetimestamp: time, dequeuetimestamp: time }),
  agentinfo: part({
    agentarn: text,
    connectedtoagenttimestamp: time,
    aftercontactworkstarttimestamp: time,
    aftercontactworkendtimestamp: time,
    aftercontactworkduration: seconds,
    agentinitiatedholdduration: seconds,
  }),
  eventtype: text,
});
type News = z.output<typeof news>;

/** Reads what EventBridge has in `detail`. */
export const contactNews = z.preprocess(withSmallNames, news);

/** Names to the depth at which fields are read; maps of a center's own lie beside them and are not read. */
function withSmallNames(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const small = (of: object) =>
    Object.fromEntries(Object.entries(of).map(([name, inner]) => [name.toLowerCase(), inner]));
  return Object.fromEntries(
    Object.entries(small(value)).map(([name, inner]) => [
      name,
      typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? small(inner) : inner,
    ]),
  );
}

/** What queues and agents are called, by the id in their ARN. */
export interface KnownNames {
  queue(id: string): string | null;
  agent(id: string): string | null;
}

/**
 * The contact as its record would tell of it at this moment: with the times cut to whole seconds, as records have them,
 * and with the names that are known, as an event has ARNs alone.
 *
 * @returns null where it does not say when the contact began: a conversation is stored under the day of its opening. Of a
 * campaign the first event says when it was planned, and the later ones when it was dialled.
 */
export function recordOfNews(said: News, names: KnownNames): ContactRecord | null {
  const { queueinfo: queue, agentinfo: agent } = said;
  const InitiationTimestamp = whole(said.initiationtimestamp);
  if (InitiationTimestamp === null || (said.campaign?.campaignid != null && said.eventtype === 'INITIATED'))
    return null;
  const endedAt = whole(said.disconnecttimestamp);
  const connectedAt = whole(agent?.connectedtoagenttimestamp ?? null);
  const afterAt = whole(agent?.aftercontactworkstarttimestamp ?? null);
  const held = agent?.agentinitiatedholdduration ?? 0;
  const talkedUntil = afterAt ?? endedAt;
  return {
    ContactId: said.contactid,
    Channel: said.channel?.toUpperCase() ?? null,
    InitiationMethod: said.initiationmethod,
    InitiationTimestamp,
    ConnectedToSystemTimestamp: whole(said.connectedtosystemtimestamp),
    DisconnectTimestamp: endedAt,
    DisconnectReason: said.disconnectreason || null,
    LastUpdateTimestamp: null,
    NextContactId: null,
    TransferCompletedTimestamp: null,
    TransferredToEndpoint: null,
    Queue: queue && {
      ARN: queue.queuearn,
      Name: queue.queuearn === null ? null : names.queue(idOfArn(queue.queuearn)),
      EnqueueTimestamp: whole(queue.enqueuetimestamp),
      DequeueTimestamp: whole(queue.dequeuetimestamp),
    },
    Agent: agent && {
      ARN: agent.agentarn,
      Username: agent.agentarn === null ? null : names.agent(idOfArn(agent.agentarn)),
      ConnectedToAgentTimestamp: connectedAt,
      AfterContactWorkStartTimestamp: afterAt,
      AfterContactWorkEndTimestamp: whole(agent.aftercontactworkendtimestamp),
      AfterContactWorkDuration: agent.aftercontactworkduration,
      AgentInteractionDuration:
        connectedAt === null || talkedUntil === null ? 0 : Math.max(0, talkedUntil - connectedAt - held),
      CustomerHoldDuration: held,
      AgentPauseDuration: 0,
    },
    CustomerEndpoint: said.customerendpoint && { Address: said.customerendpoint.address },
    CustomerId: null,
    ChatMetrics: null,
  };
}

/** Room behind the time for how many fields are known. */
const FIELDS = 16;
/** Versions of records are times, and none is before the year 2000: every record counts before all news. */
const BELOW_RECORDS = Date.UTC(2000, 0, 1);

/**
 * Which of several events of a contact knows more: by the latest time in it, counted from its begin, and then by how much
 * is known. EventBridge keeps no order and may send an event twice; an event says all that was known when it was sent.
 */
export function versionOfNews(record: ContactRecord): number {
  const { Queue: queue, Agent: agent, InitiationTimestamp: begin } = record;
  const times = [
    record.ConnectedToSystemTimestamp,
    queue?.EnqueueTimestamp,
    queue?.DequeueTimestamp,
    agent?.ConnectedToAgentTimestamp,
    record.DisconnectTimestamp,
    agent?.AfterContactWorkStartTimestamp,
    agent?.AfterContactWorkEndTimestamp,
  ].filter((at) => at != null);
  const known = [queue?.ARN, agent?.ARN, record.DisconnectReason].filter((value) => value != null).length;
  const since = Math.max(0, ...times.map((at) => at - begin!));
  return Math.min(BELOW_RECORDS - 1, since * FIELDS + times.length + known);
}

function whole(at: number | null): number | null {
  return at === null ? null : Math.floor(at / 1_000) * 1_000;
}
