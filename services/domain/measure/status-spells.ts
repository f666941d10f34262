import { endFact, factOf } from './fact.ts';
import type { Sheet } from './sheet.ts';
import { isUnsolved } from './status.ts';
import type { Subject } from './subject.ts';

/**
 * The stays in each status; `label` is the status. The last one is open while the conversation is unsolved. A
 * stay in solved is a fact once it has ended, and closed is none: nothing is waited for, and facts that stay
 * open for ever would be read by every live query. A stay of no time is none, but for a solution that was closed at once
 * and opened again later: answers to surveys ask whose it was.
 */
export function statusSpells({ status: { changes }, moments }: Subject, { spans }: Sheet): void {
  let count = 0;
  const lastUnsolved = changes.findLastIndex(({ status }) => isUnsolved(status));
  for (let i = 0; i < changes.length; i++) {
    const { at, status, index } = changes[i]!;
    const endAt = changes[i + 1]?.at;
    if (status === 'closed') continue;
    const isOpenedAgain = status === 'solved' && i < lastUnsolved;
    if (endAt === at && !isOpenedAgain) continue;
    if (endAt === undefined && !isUnsolved(status)) continue;
    const spell = factOf('status_spell', at, count++, moments[index]!);
    spell.label = status;
    if (endAt !== undefined) endFact(spell, endAt, 'done');
    spans.push(spell);
  }
}
