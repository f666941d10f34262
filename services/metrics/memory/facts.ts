import type { FactName } from '../../domain/measure/fact.ts';
import { DIMENSION_COLUMNS, DIMENSIONS } from '../definition/metric.ts';
import { holds } from '../evaluate/fold.ts';
import type { Filters } from '../filters.ts';
import type { RangeRequest } from '../rows/source.ts';
import { areOfSurveys, SECRET } from '../rows/surveys.ts';
import { type FactRow, groupOf, type PlacedRow } from './rows.ts';
import { attributeSurveys } from './surveys.ts';

/** Whether a fact is one that the filters let through. */
export function passes(filters: Filters, fact: FactRow): boolean {
  return DIMENSIONS.every((dimension) => {
    const wanted = filters[dimension];
    return wanted === undefined || wanted.length === 0 || wanted.includes(fact[DIMENSION_COLUMNS[dimension]]);
  });
}

/** Facts that lie in the range by their anchor. */
export function placeFacts(
  facts: readonly FactRow[],
  { from, to, filters, groupBy }: RangeRequest,
  { facts: names, anchor }: { facts: readonly FactName[]; anchor: 'start' | 'end' },
): PlacedRow[] {
  const wanted: readonly string[] = names;
  const found = facts.filter(
    (fact) => wanted.includes(fact.fact) && !holds(SECRET, fact as PlacedRow['row'], fact.at),
  );
  return (areOfSurveys(names) ? attributeSurveys(found, facts) : found)
    .filter((fact) => passes(filters, fact))
    .map((fact) => ({
      row: fact as PlacedRow['row'],
      at: anchor === 'start' ? fact.at : fact.ended_at,
      group: groupOf(fact, groupBy, DIMENSION_COLUMNS),
      begin: fact.at,
    }))
    .filter(({ at, begin }) => at >= from && at < to && begin < to);
}
