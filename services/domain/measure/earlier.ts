import { type Fact, type FactName, sameDimensions } from './fact.ts';

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

const FAMILY_OF: Readonly<Partial<Record<FactName, number>>> = Object.fromEntries(
  FAMILIES.flatMap((kinds, family) => kinds.map((kind) => [kind, family])),
);

/** Of each family the facts that later ones may name: each that differs from those behind it, the latest last. */
export type Told = (Fact[] | undefined)[];

export function copyOfTold(told: Told): Told {
  return told.map((latest) => latest?.slice());
}

/**
 * Says of each fact of a family that has ended which facts of it ended before in the conversation (`Fact.earlier`). So
 * whoever counts distinct conversations of any range, group and kind sees from a fact alone whether it is the first one.
 *
 * Named are, from the latest backwards, those that differ in something that can be asked for, each such once, up to one
 * that is as the fact itself: whatever a question lets through of what lies before that one, it lets this one through.
 *
 * @param told of the conversation's facts that ended before all of these; it goes on with them. Null: all its facts are here
 */
export function tellEarlier(facts: readonly Fact[], told: Told | null = null): void {
  /** The only one of its family so far, or all of them. */
  const families: (Fact | Fact[] | undefined)[] = new Array(FAMILIES.length);
  for (let i = 0; i < facts.length; i++) {
    const fact = facts[i]!;
    if (fact.endedAt === null) continue;
    const family = FAMILY_OF[fact.fact];
    if (family === undefined || (fact.fact === 'said' && fact.label === 'customer')) continue;
    const members = families[family];
    if (members === undefined) {
      fact.earlier = NOTHING_EARLIER;
      families[family] = fact;
    } else if (Array.isArray(members)) members.push(fact);
    else families[family] = [members, fact];
  }
  for (let i = 0; i < families.length; i++) {
    const members = families[i];
    if (members === undefined) continue;
    if (told === null) {
      if (Array.isArray(members)) tellFamily(members, []);
      continue;
    }
    const latest = told[i] ?? [];
    told[i] = latest;
    tellFamily(Array.isArray(members) ? members : [members], latest);
  }
}

/** @param latest of those before, see `Told` */
function tellFamily(members: Fact[], latest: Fact[]): void {
  members.sort(inOrder);
  for (let i = 0; i < members.length; i++) {
    const fact = members[i]!;
    const place = placeOf(fact, latest);
    fact.earlier = earlierText(fact, latest, Math.max(0, place));
    if (place >= 0) latest.splice(place, 1);
    latest.push(fact);
  }
}

/** The last place of one that is as a fact, -1 without one. */
function placeOf(fact: Fact, latest: readonly Fact[]): number {
  let place = latest.length - 1;
  while (place >= 0 && !isAlike(latest[place]!, fact)) place--;
  return place;
}

/** Of facts that end at one instant any order will do, as long as it is always the same. */
function inOrder(a: Fact, b: Fact): number {
  if (a.endedAt !== b.endedAt) return a.endedAt! - b.endedAt!;
  if (a.fact !== b.fact) return a.fact < b.fact ? -1 : 1;
  return a.at - b.at || a.seq - b.seq;
}

/** Whether no question tells two facts of a conversation apart but by time. */
function isAlike(a: Fact, b: Fact): boolean {
  return a.fact === b.fact && a.state === b.state && a.label === b.label && sameDimensions(a, b);
}

/**
 * JSON: how long before, ms, and what was otherwise, by the names of the table's columns.
 *
 * @param from the place of the first that is named; the latest is named first
 */
function earlierText(fact: Fact, latest: readonly Fact[], from: number): string {
  if (latest.length === 0) return NOTHING_EARLIER;
  if (latest.length - from > MAX_EARLIER) return '';
  let text = '[';
  for (let i = latest.length - 1; i >= from; i--) {
    const one = latest[i]!;
    if (i < latest.length - 1) text += ',';
    text += `{"ago":${fact.endedAt! - one.endedAt!}`;
    if (one.fact !== fact.fact) text += `,"fact":"${one.fact}"`;
    if (one.state !== fact.state) text += `,"state":"${one.state}"`;
    if (one.label !== fact.label) text += `,"label":${JSON.stringify(one.label)}`;
    if (one.queue !== fact.queue) text += `,"queue":${JSON.stringify(one.queue)}`;
    if (one.team !== fact.team) text += `,"team":${JSON.stringify(one.team)}`;
    if (one.agent !== fact.agent) text += `,"agent":${JSON.stringify(one.agent)}`;
    if (one.priority !== fact.priority) text += `,"priority":${JSON.stringify(one.priority)}`;
    if (one.customerTier !== fact.customerTier)
      text += `,"customer_tier":${JSON.stringify(one.customerTier)}`;
    if (one.policy !== fact.policy) text += `,"policy":${JSON.stringify(one.policy)}`;
    text += '}';
  }
  return `${text}]`;
}
