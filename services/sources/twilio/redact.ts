import type { RawRecord } from '../source.ts';
import { fieldsOf } from './fields.ts';

/** What may be kept of a record, and the only values that it may have. All else is the center's own or personal. */
const KEPT: readonly [name: RegExp, value: RegExp][] = [
  [/^(event_?type|task_assignment_status|transfer_(mode|type|status))$/, /^[a-zA-Z.-]{1,64}$/],
  [/(^|_)sid$/, /^[A-Z]{2}[0-9a-f]{32}$/i],
  [
    /^(timestamp(_ms)?|task_(date_created|age|priority|queue_entered_date))$/,
    /^(\d{1,13}|\d{4}-\d\d-\d\dT[\d:.]{1,20}Z)$/,
  ],
  [/^task_channel_unique_name$/, /^(voice|video|chat|sms|email|default)$/],
];

/** The types, sids, times and states of the record; attributes, names, descriptions and reasons are left out. */
export function redact({ text }: RawRecord): string {
  const fields = fieldsOf(text);
  if (typeof fields === 'string' || 'unreadable' in fields) return `(${text.length} characters)`;
  const kept: Record<string, string> = {};
  for (const [name, value] of fields) {
    if (KEPT.some(([names, values]) => names.test(name) && values.test(value))) kept[name] = value;
  }
  return JSON.stringify(kept);
}
