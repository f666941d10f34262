import type { Actor } from '../../../schemas/types.ts';
import type { Crew, Profile } from '../profile.ts';
import { trait } from '../random.ts';

export interface Agent {
  /** Such as agent-017. */
  id: string;
  crew: Crew;
  /** Place in the crew, from 0: decides shift, skills and weekends. */
  position: number;
  queues: readonly string[];
  /** Multiplies handling times; 1 is usual. */
  pace: number;
  /** How well customers like the work, 0 to 1. */
  quality: number;
  /** The agent as the actor of events. */
  actor: Actor & { id: string };
}

/** Everybody who works in the center, with the traits that stay with them. */
export function hire(profile: Profile): Agent[] {
  const agents: Agent[] = [];
  for (const crew of profile.crews) {
    const headcount = Math.max(crew.minimum, Math.round(crew.headcount * profile.scale));
    for (let position = 0; position < headcount; position++) {
      const id = `agent-${String(agents.length + 1).padStart(3, '0')}`;
      agents.push({
        id,
        crew,
        position,
        queues: crew.skills[position % crew.skills.length]!,
        pace: 0.8 + 0.45 * trait(`${id}/pace`),
        quality: 0.69 + 0.2 * trait(`${id}/quality`),
        actor: { kind: 'agent', id },
      });
    }
  }
  return agents;
}

/** Whether an agent says sorry to somebody who is annoyed: most of those whose work customers like. */
export const isCourteous = ({ id, quality }: Agent): boolean =>
  trait(`${id}/courteous`) < 3 * (quality - 0.5);

/** So many people lead a team, in turn. */
export const LEADS = 3;

/** The id of whoever leads an agent's team, by a number from 1: such as lead-billing-2. */
export const leadOf = ({ crew }: Agent, number: number): string => `lead-${crew.team}-${number}`;
