import { z } from 'zod';

/** Calls that are kept at once; of more than that, the one that has been silent longest is given up. */
export const MAX_CALLS = 50_000;
/** Agents that are kept at once; of more than that, the one that has been silent longest is forgotten. */
export const MAX_AGENTS = 10_000;
/** Queues whose names are kept. */
export const MAX_QUEUES = 2_000;
/** A call of which the log says nothing for so long has ended unseen. */
export const SILENT_CALL_MS = 24 * 3_600_000;
/** A call that has ended is remembered for so long: its lines may come twice, or a second late. */
export const ENDED_CALL_MS = 600_000;
/** An agent who was never added is taken to be there for so long after the last proof of it. */
export const PROVEN_MS = 3_600_000;
/** An agent who is gone is remembered for so long. */
export const GONE_AGENT_MS = 7 * 86_400_000;

const callState = z.object({
  openedAt: z.number(),
  /** The call that this id turned out to be another id of, or empty. */
  same: z.string(),
  /** Where the call is: in a queue, with an agent, dialled for an agent, or over as far as the log sees it. */
  phase: z.enum(['waiting', 'talking', 'dialled', 'over']),
  /** As it was written when the caller entered. */
  queue: z.string(),
  /** Who talks; while the caller waits again, who has not said yet that the talk before is over. */
  agent: z.string(),
  /** When the talk began, and how long the caller had waited, if the line said so. */
  talkingSince: z.number(),
  hold: z.number().nullable(),
  /** The line that said the last event: one that comes twice is one. */
  last: z.string(),
  /** Time and rank of that event. */
  at: z.number(),
  rank: z.number(),
  /** Time of the last line. */
  seenAt: z.number(),
});

/** `own`: an ADDMEMBER said so; else it follows from what the agent did there. */
const membership = z.object({ name: z.string(), paused: z.boolean(), own: z.boolean() });

const agentState = z.object({
  queues: z.array(membership),
  /** Those that the agent was added to before Asterisk began anew, which may have brought them back. */
  before: z.array(membership),
  /** By AGENTLOGIN. */
  loggedIn: z.boolean(),
  /** By PAUSEALL. */
  pausedAll: z.boolean(),
  reason: z.string(),
  /** Ids of the calls that the agent handles. */
  calls: z.array(z.string()),
  /** Whether a call or a pause came under this name: who was only ever announced may be known by another. */
  proven: z.boolean(),
  /** Of who seems to be known by another name: since when there would be something to tell. */
  hiddenSince: z.number().nullable(),
  provenAt: z.number(),
  seenAt: z.number(),
  /** What was told last, when, and as which event of that second. */
  told: z.string(),
  at: z.number(),
  number: z.number(),
});

export type CallState = z.infer<typeof callState>;
export type AgentState = z.infer<typeof agentState>;

/** All that a reader knows after a line, as JSON: maps as their entries, oldest first. */
const asteriskState = z.object({
  version: z.literal(1),
  /** Time of the last line, and of the line before. */
  clock: z.number(),
  before: z.number(),
  /** When it was last looked for what has fallen silent. */
  sweptAt: z.number(),
  /**
   * Whom the log announces by an ADDMEMBER of an interface or by AGENTLOGIN: an agent; somebody who works under another
   * name and is known by that alone; or nobody can say yet, and it is taken for an agent.
   */
  announced: z.enum(['unknown', 'agents', 'others']),
  calls: z.array(z.tuple([z.string(), callState])).max(MAX_CALLS),
  agents: z.array(z.tuple([z.string(), agentState])).max(MAX_AGENTS),
  /** Queues as they are written, by their names in lower case: Asterisk does not tell these apart. */
  queues: z.array(z.tuple([z.string(), z.string()])).max(MAX_QUEUES),
});

export type AsteriskState = z.infer<typeof asteriskState>;

/** The same while it is worked with. The maps are in order of the last touch. */
export interface Memory extends Omit<AsteriskState, 'calls' | 'agents' | 'queues'> {
  calls: Map<string, CallState>;
  agents: Map<string, AgentState>;
  queues: Map<string, string>;
}

/**
 * @param state what `toState` gave, or undefined to begin with nothing
 * @throws {z.ZodError} where it is something else
 */
export function toMemory(state: unknown): Memory {
  if (state === undefined) {
    return {
      version: 1,
      clock: 0,
      before: 0,
      sweptAt: 0,
      announced: 'unknown',
      calls: new Map(),
      agents: new Map(),
      queues: new Map(),
    };
  }
  const { calls, agents, queues, ...rest } = asteriskState.parse(state);
  return { ...rest, calls: new Map(calls), agents: new Map(agents), queues: new Map(queues) };
}

export function toState({ calls, agents, queues, ...rest }: Memory): AsteriskState {
  return structuredClone({ ...rest, calls: [...calls], agents: [...agents], queues: [...queues] });
}

/** Puts an entry to the end of the map: the first is the one that has not been touched for the longest time. */
export function touch<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
}
