import { endFact, factOf } from './fact.ts';
import type { Sheet } from './sheet.ts';
import { isUnsolved, type StatusChange } from './status.ts';
import type { Subject } from './subject.ts';

/** The stays that were written. */
export interface Stays {
  /** The place of the first change that was not looked at. */
  next: number;
  count: number;
}

/**
 * The stays in each status; `label` is the status. The last one is open while the conversation is unsolved. A
 * stay in solved is a fact once it has ended, and closed is none: nothing is waited for, and facts that stay
 * open for ever would be read by every live query. A stay of no time is none, but for a solution that was closed at once
 * and opened again later: answers to surveys ask whose it was.
 */
export function statusSpells({ status: { changes } }: Subject, sheet: Sheet, stays: Stays): void {
  const lastUnsolved = lastUnsolvedOf(changes);
  for (; stays.next < lastUnsolved; stays.next++) writeStay(stays.next, true, changes, sheet, stays);
}

/** Those of which it is not known whether it will be opened again. */
export function statusSpellsNow({ status: { changes } }: Subject, sheet: Sheet, stays: Stays): void {
  for (; stays.next < changes.length; stays.next++) writeStay(stays.next, false, changes, sheet, stays);
}

function lastUnsolvedOf(changes: readonly StatusChange[]): number {
  let last = changes.length - 1;
  while (last >= 0 && !isUnsolved(changes[last]!.status)) last--;
  return last;
}

function writeStay(
  i: number,
  isUnsolvedLater: boolean,
  changes: readonly StatusChange[],
  { spans }: Sheet,
  stays: Stays,
): void {
  const { at, status, dimensions } = changes[i]!;
  const endAt = i + 1 < changes.length ? changes[i + 1]!.at : undefined;
  if (status === 'closed') return;
  if (endAt === at && !(status === 'solved' && isUnsolvedLater)) return;
  if (endAt === undefined && !isUnsolved(status)) return;
  const spell = factOf('status_spell', at, stays.count++, dimensions);
  spell.label = status;
  if (endAt !== undefined) endFact(spell, endAt, 'done');
  spans.push(spell);
}
