import { z } from 'zod';
import { channel, list, part, text, time } from '../values.ts';

const slots = z
  .number()
  .nonnegative()
  .nullish()
  .transform((value) => value ?? 0);

const snapshot = part({
  AgentStatus: part({ Name: text, Type: text, StartTimestamp: time }),
  NextAgentStatus: part({ Name: text, EnqueuedTimestamp: time }),
  Configuration: part({
    Username: text,
    RoutingProfile: part({
      Concurrency: list(z.object({ Channel: channel, AvailableSlots: slots, MaximumSlots: slots })),
      InboundQueues: list(z.object({ ARN: text, Name: text })),
    }),
  }),
  Contacts: list(z.object({ Channel: channel, State: text, StateStartTimestamp: time })),
});

/**
 * An agent event, as far as it is counted. Source: "Agent event streams data model", Amazon Connect's administrator
 * guide.
 */
export const agentEvent = z.object({
  AgentARN: text,
  EventId: text,
  EventTimestamp: time,
  EventType: z.string(),
  CurrentAgentSnapshot: snapshot,
  PreviousAgentSnapshot: snapshot,
});

export type AgentEventRecord = z.output<typeof agentEvent>;
export type AgentSnapshot = NonNullable<AgentEventRecord['CurrentAgentSnapshot']>;
