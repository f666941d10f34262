const DAY_MS = 86_400_000;
/** Facts of more days are so many that the instants of all of them take more memory than they save time. */
const FEW_MS = 8 * DAY_MS;

/**
 * Conditions on facts whose key does not say whether they are met, such as when they end or whether they are open, for a
 * statement with FINAL: the same facts, found among those that begin when some version that meets them does. All versions
 * of a fact begin at one instant, so whichever counts in the end is among them.
 *
 * Without it ClickHouse reads next to everything. Under FINAL it adds to the granules that a skip index finds all whose
 * keys lie between the first and the last of one of these, for there may be newer versions in them; and the granules of a
 * small part, as each insert makes one, reach from one kind of fact into the next, and so over all that is stored of a kind
 * (26.7; `docs/decisions/found-by-begin.md`).
 *
 * The statement reads `facts` by that name; what it shows may be called `at` as well.
 *
 * @param conditions SQL on columns of `facts` alone
 * @param lengthMs of the range in which they end; not given: what is open, which is few
 */
export function narrowed(conditions: readonly string[], lengthMs = 0): string {
  const where = conditions.join(' AND ');
  const begin =
    lengthMs <= FEW_MS
      ? `facts.at IN (SELECT at FROM facts WHERE ${where})`
      : `facts.at >= (SELECT min(at) FROM facts WHERE ${where})`;
  return `${where} AND ${begin}`;
}
