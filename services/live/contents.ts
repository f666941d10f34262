import type { Dimensions } from '../domain/measure/fact.ts';
import { getOrInsert } from '../lib/get-or-insert.ts';
import { type Ended, endedHandling, endedStay, windowOf } from './lately-rows.ts';
import type { LiveConversation } from './live-fact.ts';
import type { Mirror } from './mirror.ts';
import { KIND, KIND_NAMES } from './rows.ts';
import type { Traits } from './traits.ts';

/** Which of what ended lately is compared; null: nothing of it. */
type IsCounted = ((ended: Ended) => boolean) | null;

/** What figures look at from `now` (UTC ms) on. */
export function countedFrom(now: number): IsCounted {
  return ({ mark, time }) => time >= now - windowOf(mark);
}

/** A conversation as text, the same for the same facts in any order; empty where there are none. */
export function contentOf({ channel, facts, lately }: LiveConversation, isCounted: IsCounted): string {
  const open = facts.map(({ fact, at, label, ...of }) =>
    lineOf([fact, at, ...(fact === 'sla_target' ? [of.seq, of.targetMs, of.businessMs] : [])], {
      ...traitsOf(of, channel),
      label,
    }),
  );
  const ended = (one: Ended | null, of: Dimensions) =>
    one !== null && isCounted?.(one) ? [endedLine(one, { ...traitsOf(of, channel), label: '' })] : [];
  return textOf([
    ...open,
    ...(lately?.stays ?? []).flatMap((stay) => ended(endedStay(stay), stay)),
    ...(lately?.handled ?? []).flatMap((handling) => ended(endedHandling(handling), handling)),
  ]);
}

function traitsOf(
  { queue, team, agent, priority, customerTier, policy }: Dimensions,
  channel: string,
): Omit<Traits, 'label'> {
  return { queue, channel, team, agent, priority, customer_tier: customerTier, policy };
}

/** The same of all that a mirror has something of, by key. */
export function contentsOf({ rows, lately, keyOf }: Mirror, isCounted: IsCounted): Map<string, string> {
  const lines = new Map<string, string[]>();
  const add = (owner: number, line: string) => getOrInsert(lines, keyOf(owner), () => []).push(line);
  const { kind, at, traits, owner, seq, budget, spent, end } = rows.columns;
  for (let row = 0; row < end; row++) {
    if (kind[row] === 0) continue;
    const ofTarget = kind[row] === KIND.sla_target ? [seq[row], budget[row], spent[row]] : [];
    add(owner[row]!, lineOf([KIND_NAMES[kind[row]!], at[row], ...ofTarget], rows.traits.of(traits[row]!)));
  }
  const ended = lately.rows.columns;
  for (let row = 0; row < ended.end; row++) {
    const one = { mark: ended.mark[row]!, time: ended.time[row]!, value: ended.value[row]! };
    if (one.mark === 0 || !isCounted?.(one)) continue;
    add(ended.owner[row]!, endedLine(one, rows.traits.of(ended.traits[row]!)));
  }
  return new Map([...lines].map(([key, own]) => [key, textOf(own)]));
}

function endedLine({ mark, time, value }: Ended, traits: Traits): string {
  return lineOf([`ended ${mark}`, time, value], traits);
}

function lineOf(what: readonly unknown[], traits: Traits): string {
  const { queue, channel, team, agent, priority, customer_tier, policy, label } = traits;
  return [...what, queue, channel, team, agent, priority, customer_tier, policy, label].join('\n');
}

function textOf(lines: readonly string[]): string {
  return [...lines].sort().join('\n\n');
}
