import type { Fact, FactName } from './fact.ts';

/**
 * Kinds of facts of which distinct conversations are counted, those together that are counted together. Of what is said
 * only what agents say.
 */
export const FAMILIES: readonly (readonly FactName[])[] = [
  ['first_resolution', 'total_resolution'],
  ['reopen'],
  ['transfer'],
  ['escalation'],
  ['assignment', 'first_response', 'handle_spell'],
  ['bot_session'],
  ['tag'],
  ['said'],
];

/** Most facts that one names. Beyond it, nothing is said: a hostile conversation must not grow with its square. */
export const MAX_EARLIER = 64;

/** The first of its family. */
export const NOTHING_EARLIER = '[]';

const FAMILY_OF = new Map(FAMILIES.flatMap((kinds, family) => kinds.map((kind) => [kind, family] as const)));

/**
 * Says of each fact of a family that has ended which facts of it ended before in the conversation (`Fact.earlier`). So
 * whoever counts distinct conversations of any range, group and kind sees from a fact alone whether it is the first one.
 *
 * Named are, from the latest backwards, those that differ in something that can be asked for, each such once, up to one
 * that is as the fact itself: whatever a question lets through of what lies before that one, it lets this one through.
 */
export function tellEarlier(facts: readonly Fact[]): void {
  const families: (Fact[] | undefined)[] = [];
  for (const fact of facts) {
    if (fact.endedAt === null) continue;
    const family = FAMILY_OF.get(fact.fact);
    if (family === undefined || (fact.fact === 'said' && fact.label === 'customer')) continue;
    const members = families[family];
    if (members === undefined) families[family] = [fact];
    else members.push(fact);
  }
  for (const members of families) if (members !== undefined) tellOne(members);
}

function tellOne(members: Fact[]): void {
  if (members.length > 1) members.sort(inOrder);
  /** The latest of each kind, the latest first. */
  const latest: Fact[] = [];
  for (const fact of members) {
    const place = latest.findIndex((one) => isAlike(one, fact));
    const named = place < 0 ? latest.length : place + 1;
    fact.earlier = named > MAX_EARLIER ? '' : earlierText(fact, latest, named);
    if (place >= 0) latest.splice(place, 1);
    latest.unshift(fact);
  }
}

/** Of facts that end at one instant any order will do, as long as it is always the same. */
function inOrder(a: Fact, b: Fact): number {
  if (a.endedAt !== b.endedAt) return a.endedAt! - b.endedAt!;
  if (a.fact !== b.fact) return a.fact < b.fact ? -1 : 1;
  return a.at - b.at || a.seq - b.seq;
}

/** Whether no question tells two facts of a conversation apart but by time. */
function isAlike(a: Fact, b: Fact): boolean {
  return (
    a.fact === b.fact &&
    a.state === b.state &&
    a.label === b.label &&
    a.queue === b.queue &&
    a.team === b.team &&
    a.agent === b.agent &&
    a.priority === b.priority &&
    a.customerTier === b.customerTier &&
    a.policy === b.policy
  );
}

/** JSON: how long before, ms, and what was otherwise, by the names of the table's columns. */
function earlierText(fact: Fact, latest: readonly Fact[], named: number): string {
  if (named === 0) return NOTHING_EARLIER;
  let text = '[';
  for (let i = 0; i < named; i++) {
    const one = latest[i]!;
    text += `${i === 0 ? '' : ','}{"ago":${fact.endedAt! - one.endedAt!}`;
    text += difference('fact', one.fact, fact.fact);
    text += difference('state', one.state, fact.state);
    text += difference('label', one.label, fact.label);
    text += difference('queue', one.queue, fact.queue);
    text += difference('team', one.team, fact.team);
    text += difference('agent', one.agent, fact.agent);
    text += difference('priority', one.priority, fact.priority);
    text += difference('customer_tier', one.customerTier, fact.customerTier);
    text += difference('policy', one.policy, fact.policy);
    text += '}';
  }
  return `${text}]`;
}

function difference(column: string, value: string, own: string): string {
  return value === own ? '' : `,"${column}":${JSON.stringify(value)}`;
}
