import { z } from 'zod';
import { part, seconds, text, time } from '../values.ts';

const agent = part({
  ARN: text,
  Username: text,
  ConnectedToAgentTimestamp: time,
  AfterContactWorkStartTimestamp: time,
  AfterContactWorkEndTimestamp: time,
  AfterContactWorkDuration: seconds,
  AgentInteractionDuration: seconds,
  CustomerHoldDuration: seconds,
  AgentPauseDuration: seconds,
});
const queue = part({ ARN: text, Name: text, EnqueueTimestamp: time, DequeueTimestamp: time });
const endpoint = part({ Address: text });
const chatMetrics = part({ AgentFirstResponseTimestamp: time });

/**
 * A contact record, as far as it is counted. Every field may be missing or null but the id and, for want of anything
 * else that it could be told by, some time. Source: "Data model for contact records", Amazon Connect's administrator
 * guide; see the README for what is not as one would guess.
 */
export const contactRecord = z.object({
  ContactId: z.string().min(1),
  Channel: text,
  InitiationMethod: text,
  InitiationTimestamp: time,
  ConnectedToSystemTimestamp: time,
  DisconnectTimestamp: time,
  DisconnectReason: text,
  LastUpdateTimestamp: time,
  NextContactId: text,
  TransferCompletedTimestamp: time,
  TransferredToEndpoint: endpoint,
  Agent: agent,
  Queue: queue,
  CustomerEndpoint: endpoint,
  CustomerId: text,
  // The documentation calls it by one name and the API by the other.
  ChatMetrics: part({ ContactMetrics: chatMetrics, ChatContactMetrics: chatMetrics }),
});

export type ContactRecord = z.output<typeof contactRecord>;
