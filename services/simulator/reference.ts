import { isMap, isSeq, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { WEEKDAYS } from '../domain/calendar/definition.ts';
import type { Place } from './place.ts';

/**
 * The reference data of a simulated center that lives elsewhere: the same file, comments and all, with its calendars
 * and the zones of its rules there. Holidays are left out, as the simulator knows none: on one, people would work and
 * the clocks of what they are promised would stand still.
 *
 * @param text YAML of the reference data of the center at home
 * @param note comment at the beginning of the new one
 */
export function placedReference(text: string, { zone, weekBegins }: Place, note: string): string {
  const document = parseDocument(text);
  const calendars = document.get('calendars');
  for (const { value: calendar } of pairsOf(calendars)) {
    if (!isMap(calendar)) continue;
    calendar.set('zone', zone);
    calendar.delete('holidays');
    calendar.delete('special');
    const weekly = calendar.get('weekly');
    if (isMap(weekly)) rotate(weekly, weekBegins);
  }
  const rules = document.getIn(['alerting', 'rules']);
  for (const rule of isSeq(rules) ? rules.items : [])
    if (isMap(rule) && rule.has('zone')) rule.set('zone', zone);
  const placed = document.toString({ lineWidth: 0, flowCollectionPadding: true });
  return `${note.replace(/^/gm, '# ')}\n\n${placed}`;
}

function pairsOf(node: unknown): Pair[] {
  return isMap(node) ? (node as YAMLMap).items : [];
}

/** Gives the hours of Monday to the day on which the week begins, and so on. */
function rotate(weekly: YAMLMap, weekBegins: number): void {
  const hours = new Map(WEEKDAYS.map((day) => [day, weekly.get(day, true)]));
  for (const day of WEEKDAYS) weekly.delete(day);
  WEEKDAYS.forEach((day, i) => {
    const own = hours.get(WEEKDAYS[(i - weekBegins + 7) % 7]!);
    if (own !== undefined) weekly.set(day, own);
  });
}
