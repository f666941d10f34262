import type { OutgoingEvent } from '../../../../services/domain/events/event.ts';
import { asterisk } from '../../../../services/sources/asterisk/index.ts';
import { createCustomerIds } from '../../../../services/sources/customers.ts';
import type { Reading } from '../../../../services/sources/source.ts';
import { factsOf, statesOf } from '../../support/stored.ts';

export const customers = createCustomerIds('a secret of the test');

/** 2023-11-14 22:00:00 UTC. */
export const T0 = 1_699_999_200;

interface Options {
  zone?: string | undefined;
  state?: unknown;
}

/** What a reader makes of lines, one reading each. */
export function readings(
  lines: readonly string[],
  options: Options = {},
): { all: Reading[]; state: unknown } {
  const reader = asterisk.createReader({ customers, zone: options.zone ?? 'UTC', state: options.state });
  const all = lines.map((text, i) => reader.read({ line: i + 1, text }));
  return { all, state: reader.state() };
}

export function eventsIn(all: readonly Reading[]): OutgoingEvent[] {
  return all.flatMap((reading) => ('events' in reading ? reading.events : []));
}

export function eventsOf(lines: readonly string[], options: Options = {}): OutgoingEvent[] {
  return eventsIn(readings(lines, options).all);
}

/** Lines as they are written in the tests: seconds after T0 instead of the time. */
export function at(seconds: number, rest: string): string {
  return `${T0 + seconds}|${rest}`;
}

/** The stays in queues: `sales answered 7 by Anna`. Seconds; of the call's queues in order. */
export function stays(lines: readonly string[]): string[] {
  return factsOf(eventsOf(lines))
    .filter(({ fact }) => fact === 'queue_spell')
    .sort((a, b) => a.at - b.at)
    .map(({ queue, state, value_ms, agent }) =>
      state === 'open'
        ? `${queue} waits`
        : `${queue} ${state} ${value_ms / 1000}${agent ? ` by ${agent}` : ''}`,
    );
}

/** The talks: `sales Anna 60`. */
export function talks(lines: readonly string[]): string[] {
  return factsOf(eventsOf(lines))
    .filter(({ fact }) => fact === 'handle_spell')
    .sort((a, b) => a.at - b.at)
    .map(({ queue, agent, state, value_ms }) =>
      state === 'open' ? `${queue} ${agent} talks` : `${queue} ${agent} ${value_ms / 1000}`,
    );
}

/** What each conversation is in the end: `solved`, `closed` (and not solved), or `open`. */
export function ends(lines: readonly string[]): string[] {
  const facts = factsOf(eventsOf(lines));
  return facts
    .filter(({ fact }) => fact === 'conversation')
    .map(({ conversation_id, state }) =>
      state === 'open'
        ? 'open'
        : facts.some((one) => one.fact === 'total_resolution' && one.conversation_id === conversation_id)
          ? 'solved'
          : 'closed',
    );
}

/** The states of an agent in order: `0 available`, `7 busy`. Of one instant, the last one. */
export function states(lines: readonly string[], agent: string): string[] {
  const told = statesOf(eventsOf(lines))
    .filter(({ agent_id }) => agent_id === agent)
    .sort((a, b) => a.at - b.at || (a.event_id < b.event_id ? -1 : 1));
  return told
    .filter((one, i) => told[i + 1]?.at !== one.at)
    .map((one) => `${one.at / 1000 - T0} ${one.state}`)
    .filter((one, i, all) => one.split(' ')[1] !== all[i - 1]?.split(' ')[1]);
}
