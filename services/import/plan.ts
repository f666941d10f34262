import { basename, extname } from 'node:path';
import { type InputTopic, TOPICS } from '../../schemas/index.ts';
import type { OutgoingEvent } from '../domain/events/event.ts';
import { CHANNELS } from '../domain/timeline/timeline.ts';
import { FaultsError } from '../lib/errors.ts';
import { type Row, resolveColumns } from './columns.ts';
import { compileRule } from './compile-rule.ts';
import { type ConversationState, compileWhen, newConversation } from './conditions.ts';
import { RowFault } from './errors.ts';
import type { Mapping } from './mapping.ts';
import { readTime } from './read-times.ts';
import { readField, readList, readText } from './read-values.ts';
import { createTimes } from './times.ts';

/** Which conversation a row belongs to and when it began, as far as this row knows. */
export interface RowKey {
  conversation: string;
  /** UTC ms. */
  openedAt: number;
  /** The row's own time, UTC ms; null where each rule brings its own. */
  at: number | null;
}

/** A mapping bound to the columns of one file. */
export interface Plan {
  /** Null: the mapping drops the row. Throws RowFault. */
  key(row: Row): RowKey | null;
  /** The row's events; moves `state` on. Rows of a conversation come in the order of their times. Throws RowFault. */
  events(row: Row, key: RowKey, state: ConversationState): OutgoingEvent[];
}

/**
 * Binds a mapping to a file's header.
 * @throws {FaultsError} COLUMNS_MISSING with every column that the mapping names and the header lacks.
 */
export function compilePlan(mapping: Mapping, header: readonly string[], file: string): Plan {
  const columns = resolveColumns(header);
  const { decimal } = mapping.file;
  const times = createTimes(mapping.time);
  const isDropped = mapping.drop && compileWhen(mapping.drop, columns);
  const conversationOf = readText(mapping.conversation, columns);
  const at = mapping.at && readTime(mapping.at, columns, times, decimal);
  const openedAt = mapping.openedAt && readTime(mapping.openedAt, columns, times, decimal);
  const checkActivity = compileActivity(mapping, columns.cell);
  const channelSpec = { kind: 'text', oneOf: CHANNELS, required: true } as const;
  const channel = readField('channel', channelSpec, mapping.channel, columns, decimal);
  const queue = mapping.queue && readText(mapping.queue, columns);
  const customerId = mapping.customer && readText(mapping.customer.id, columns);
  const customerTier = mapping.customer?.tier && readText(mapping.customer.tier, columns);
  const tags = readList(mapping.tags, columns);
  const rules = mapping.events.map((rule, index) => compileRule(rule, index, mapping, columns, times));
  if (columns.faults.length > 0) {
    throw new FaultsError('COLUMNS_MISSING', `The columns of ${file} do not fit the mapping`, columns.faults);
  }
  const idPrefix = mapping.id.replaceAll('{file}', basename(file, extname(file)));
  const topic: InputTopic = TOPICS[mapping.topic];
  const anyState = newConversation();

  return {
    key(row) {
      if (isDropped?.(row, anyState)) return null;
      const conversation = required(conversationOf(row), 'conversation');
      checkActivity(row);
      const rowTime = at ? required(at(row), 'at') : null;
      const opened = openedAt ? required(openedAt(row), 'opened_at') : required(rowTime, 'at');
      return { conversation, openedAt: opened, at: rowTime };
    },

    events(row, key, state) {
      const id = customerId?.(row) ?? null;
      const envelope = {
        conversation_id: key.conversation,
        opened_at: key.openedAt,
        channel: channel(row),
        source: mapping.source,
        queue: queue?.(row) ?? null,
        customer: id === null ? null : { id, tier: customerTier?.(row) ?? null },
        tags: tags(row),
      };
      // A row that proves faulty halfway must leave no trace, or its conversation would lack a `once` event.
      const next: ConversationState = { status: state.status, fired: new Set(state.fired) };
      const events = rules.flatMap((rule, index) => {
        const result = rule.apply(row, next, key.at, id);
        if (!result) return [];
        next.fired.add(index);
        if (typeof result.body.status === 'string') next.status = result.body.status;
        const value = {
          ...envelope,
          // Fixed widths: ties in time are ordered by id, and so keep the order of lines and rules.
          event_id: `${idPrefix}:${String(row.line).padStart(9, '0')}:${String(index + 1).padStart(2, '0')}`,
          occurred_at: result.occurredAt,
          actor: result.actor,
          queue: result.queue === undefined ? envelope.queue : result.queue,
          event: result.body,
        };
        // The event catalogue, which a test holds against the Avro schemas, vouches for the shape.
        return [{ topic, value } as unknown as OutgoingEvent];
      });
      Object.assign(state, next);
      return events;
    },
  };
}

function required<T>(value: T | null, name: string): T {
  if (value === null) throw new RowFault('MISSING_VALUE', `${name} is empty`);
  return value;
}

/** Throws for a row whose activity no rule and no `ignore` names, where the mapping wants that. */
function compileActivity({ activity, events }: Mapping, cell: (name: string) => (row: Row) => string) {
  if (!activity) return () => {};
  const read = cell(activity.column);
  const known = new Set([...activity.ignore, ...events.flatMap((rule) => rule.on ?? [])]);
  return (row: Row) => {
    const name = read(row);
    if (activity.unknown === 'reject' && !known.has(name)) {
      throw new RowFault('UNKNOWN_ACTIVITY', `${activity.column}: the mapping does not know "${name}"`);
    }
  };
}
