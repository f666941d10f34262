import { type OwnStates, stateByWords } from '../../agent-states.ts';
import type { AgentSnapshot } from './record.ts';

/** What an agent does, in our words. */
export interface Doing {
  state: string;
  /** Contacts that the routing profile allows at once; null where it does not say. */
  slots: number | null;
  /** Contacts that are handled now, after-contact work included. */
  slotsBusy: number;
}

const TALKING = new Set(['CONNECTED', 'CONNECTED_ONHOLD', 'PAUSED']);
/** The conversation is over and the contact not cleared: after-contact work. */
const AFTER = new Set(['ENDED']);
/** Nobody was talked to, and the agent gets nothing until the contact is cleared. */
const NOT_TAKEN = new Set(['MISSED', 'REJECTED', 'ERROR']);

/** The field is 16 bits wide. */
const MOST = 65_535;

/**
 * What an agent does by a snapshot. What is handled decides before the status that the agent has set: who talks to a
 * customer is at work, in a custom status and offline too. Ringing is no handling yet.
 *
 * `NextAgentStatus` means that nothing more is routed to the agent, though the status is still the old one: an agent with
 * free slots is then busy and not available, and one without contacts is what comes next.
 */
export function doingOf(snapshot: AgentSnapshot, own: OwnStates): Doing {
  const { Contacts: contacts, Configuration, NextAgentStatus: next } = snapshot;
  const inState = (states: ReadonlySet<string>) =>
    contacts.filter(({ State }) => State !== null && states.has(State));
  const talking = inState(TALKING);
  const after = inState(AFTER);
  const handled = [...talking, ...after];
  const concurrency = Configuration?.RoutingProfile?.Concurrency ?? [];
  const sum = concurrency.reduce((total, { MaximumSlots }) => total + MaximumSlots, 0);
  const slots = concurrency.length === 0 ? null : Math.min(MOST, Math.round(sum));
  const slotsBusy = Math.min(MOST, handled.length);
  const state = statusOf(snapshot, own);

  if (handled.length > 0) {
    const free = new Set(
      concurrency.filter(({ AvailableSlots }) => AvailableSlots > 0).map(({ Channel }) => Channel),
    );
    // A caller takes the whole agent; of chats and tasks there may be more.
    const takesMore = handled.every(({ Channel }) => Channel !== 'VOICE' && free.has(Channel));
    if (state === 'available' && next === null && takesMore) return { state, slots, slotsBusy };
    return { state: talking.length > 0 ? 'busy' : 'wrap_up', slots, slotsBusy };
  }
  if (state === 'available' && next !== null)
    return { state: stateOfName(next.Name, null, own), slots, slotsBusy };
  const isStuck = state === 'available' && inState(NOT_TAKEN).length > 0;
  return { state: isStuck ? 'away' : state, slots, slotsBusy };
}

function statusOf({ AgentStatus: status }: AgentSnapshot, own: OwnStates): string {
  return stateOfName(status?.Name ?? null, status?.Type ?? null, own);
}

/** What the center says of it, else by the type of the status where it is told; older streams have names alone. */
function stateOfName(name: string | null, type: string | null, own: OwnStates): string {
  const said = own(name);
  if (said !== null) return said;
  if (type === 'ROUTABLE') return 'available';
  if (type === 'OFFLINE') return 'offline';
  if (type === null && name === 'Available') return 'available';
  if (type === null && name === 'Offline') return 'offline';
  return stateByWords(name ?? '') ?? 'away';
}
