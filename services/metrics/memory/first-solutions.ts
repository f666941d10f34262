import { DIMENSION_COLUMNS } from '../definition/metric.ts';
import { FIRST_CONTACT_WINDOW_MS } from '../definition/windows.ts';
import type { RangeRequest } from '../rows/source.ts';
import { passes } from './facts.ts';
import { type FactRow, groupOf, type PlacedRow } from './rows.ts';

/** Conversations first solved in the range, and whether they were reopened and their customers came back in time. */
export function placeFirstSolutions(
  facts: readonly FactRow[],
  { from, to, filters, groupBy }: RangeRequest,
): PlacedRow[] {
  const last = to + FIRST_CONTACT_WINDOW_MS;
  const reopens = facts.filter(({ fact, at }) => fact === 'reopen' && at >= from && at <= last);
  const isReopened = (solved: FactRow) =>
    reopens.some(
      ({ conversation_id, at }) =>
        conversation_id === solved.conversation_id &&
        at >= solved.ended_at &&
        at <= solved.ended_at + FIRST_CONTACT_WINDOW_MS,
    );
  const begun = facts.filter(({ fact, at }) => fact === 'conversation' && at > from && at <= last);
  const cameBack = (solved: FactRow) =>
    solved.customer_id !== '' &&
    begun.some(
      (next) =>
        next.customer_id === solved.customer_id &&
        next.queue === solved.queue &&
        next.at > solved.ended_at &&
        next.at <= solved.ended_at + FIRST_CONTACT_WINDOW_MS,
    );
  return facts
    .filter((fact) => fact.fact === 'first_resolution' && fact.state === 'solved' && passes(filters, fact))
    .filter(({ at, ended_at }) => ended_at >= from && ended_at < to && at < to)
    .map((solved) => ({
      row: {
        ended_ms: solved.ended_at,
        came_back: Number(cameBack(solved)),
        reopened: Number(isReopened(solved)),
      },
      at: solved.ended_at,
      group: groupOf(solved, groupBy, DIMENSION_COLUMNS),
    }));
}
