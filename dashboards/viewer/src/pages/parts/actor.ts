import { createStore } from '../../data/store.ts';
import { at } from '../../grafana/frame.ts';
import { usePageEnvironment } from '../../state/context.ts';
import { useSnapshots } from '../../state/use-snapshots.ts';
import { useStore } from '../../state/use-store.ts';

const key = 'linewatch.name';

function readName(): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

const typedName = createStore<string | null>(readName());

/** Keeps the name that somebody has typed in for this tab; null forgets it. */
export function keepName(name: string | null): void {
  typedName.set(name);
  try {
    if (name === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, name);
  } catch {
    // Kept for this page only.
  }
}

const urls = ['/api/v1/me'];

/** Who does something on a page. */
export interface Actor {
  /** Null until it is known. */
  readonly name: string | null;
  /** Where there are keys, what the service says; without keys everybody may do everything. */
  readonly role: string | null;
  /** The agents that a key is of; null for no such bounds. */
  readonly agents: readonly string[] | null;
  readonly hasKey: boolean;
  /** Whether it is still asked for. */
  readonly isOpen: boolean;
  /** What goes into a body beside what is done: with a key nothing. */
  readonly by: { readonly by?: string };
}

/** Who acts: as the key says, else as somebody has called themselves in this tab. */
export function useActor(): Actor {
  const { session } = usePageEnvironment();
  const [answer] = useSnapshots(session.hub, urls);
  const typed = useStore(typedName);
  const name = at(answer?.body, 'name');
  const isOpen = answer?.body === undefined && answer?.failure === undefined;
  if (typeof name === 'string') {
    const role = String(at(answer?.body, 'role'));
    const agents = at(answer?.body, 'agents') as readonly string[] | null;
    return { name, role, agents, hasKey: true, isOpen, by: {} };
  }
  const by = typed === null ? {} : { by: typed };
  return { name: typed, role: null, agents: null, hasKey: false, isOpen, by };
}

const leaders = ['admin', 'manager', 'supervisor'];

/** Whether somebody may set, agree and pin for others. */
export const leads = ({ role }: Pick<Actor, 'role'>): boolean => role === null || leaders.includes(role);

/** Whether somebody may speak for an agent: the agent itself, and without keys whoever says so. */
export const speaksFor = ({ role, agents }: Pick<Actor, 'role' | 'agents'>, agent: string): boolean =>
  role === null || (role === 'agent' && (agents?.includes(agent) ?? false));
