import { z } from 'zod';
import { AGENT_STATES } from '../../domain/events/rules.ts';
import { id } from './fields.ts';

/** Names are compared so: people write them in one way here and in another there. */
export const plainName = (name: string): string => name.trim().toLowerCase();

/**
 * What a center calls the states of its agents: statuses, activities, presences and reasons of pauses, by name. Those that
 * are not listed are told by words in their names.
 */
export const agentStates = z
  .record(id, z.enum(AGENT_STATES, `must be one of ${AGENT_STATES.join(', ')}`))
  .superRefine((states, context) => {
    const names = Object.keys(states).map(plainName);
    Object.keys(states).forEach((name, i) => {
      if (names.indexOf(names[i]!) < i)
        context.addIssue({ code: 'custom', path: [name], message: 'is there twice' });
    });
  })
  .transform((states) => new Map(Object.entries(states).map(([name, state]) => [plainName(name), state])));

export type AgentStates = z.output<typeof agentStates>;
