import { ACTOR_KINDS } from '../domain/timeline/timeline.ts';
import type { Columns, Row } from './columns.ts';
import { type ConversationState, compileWhen } from './conditions.ts';
import { RowFault } from './errors.ts';
import { EVENTS, type EventSpec } from './event-catalogue.ts';
import type { Mapping, Rule, TextValue } from './mapping.ts';
import { namesOf, type ReadTime, readTime } from './read-times.ts';
import { readField, readList, readText } from './read-values.ts';
import { scaled } from './scales.ts';
import type { Times } from './times.ts';

/** The part of an event that its rule decides. */
export interface RuleResult {
  occurredAt: number;
  actor: { kind: string; id: string | null };
  /** Undefined: the rule leaves it to the mapping. */
  queue: string | null | undefined;
  body: { type: string } & Record<string, unknown>;
}

export interface CompiledRule {
  /** What the rule makes of a row, or null where it does not apply. `at` is the row's time, where it has one. */
  apply(row: Row, state: ConversationState, at: number | null, customerId: string | null): RuleResult | null;
}

const constant = (text: string): TextValue => ({ anyOf: [[text]] });

/** Binds a rule to the columns of a file. `index` is its place among the rules, `activity` the cell of `on`. */
export function compileRule(
  rule: Rule,
  index: number,
  mapping: Mapping,
  columns: Columns,
  times: Times,
): CompiledRule {
  const spec = EVENTS[mapping.topic][rule.event]!;
  const { decimal } = mapping.file;
  const activity = mapping.activity && columns.cell(mapping.activity.column);
  const on = rule.on && new Set(rule.on);
  const holds = compileWhen(rule.when, columns);
  const ownTime = rule.at && readTime(rule.at, columns, times, decimal);
  const queue = rule.queue && readText(rule.queue, columns);
  const readActor = compileActor(rule, spec, columns);
  const readBody = compileBody(rule, spec, columns, decimal);

  /** An empty time means that it did not happen, unless `when` has just said that it did. */
  function timeOf(row: Row, at: number | null, read: ReadTime | undefined): number | null {
    const occurredAt = read ? read(row) : at;
    if (occurredAt === null && rule.when) {
      throw new RowFault('MISSING_VALUE', `${rule.event}: no time in ${namesOf(rule.at?.anyOf ?? [])}`);
    }
    return occurredAt;
  }

  return {
    apply(row, state, at, customerId) {
      if (on && !on.has(activity?.(row) ?? '')) return null;
      if (rule.once && state.fired.has(index)) return null;
      if (!holds(row, state)) return null;
      const occurredAt = timeOf(row, at, ownTime);
      if (occurredAt === null) return null;
      const body = scaled({ type: rule.event, ...readBody(row) }, rule.scale);
      return { occurredAt, actor: readActor(row, customerId), queue: queue?.(row), body };
    },
  };
}

function compileActor(rule: Rule, spec: EventSpec, columns: Columns) {
  const kind = rule.actor?.kind ?? constant(spec.actor ?? '');
  const readKind = readField(
    'actor.kind',
    { kind: 'text', oneOf: ACTOR_KINDS, required: true },
    kind,
    columns,
    '.',
  );
  const readId = rule.actor?.id && readText(rule.actor.id, columns);
  return (row: Row, customerId: string | null) => {
    const actorKind = String(readKind(row));
    return { kind: actorKind, id: readId ? readId(row) : actorKind === 'customer' ? customerId : null };
  };
}

function compileBody(rule: Rule, spec: EventSpec, columns: Columns, decimal: Mapping['file']['decimal']) {
  const readers = Object.entries(spec.fields).map(([name, field]) => {
    const given = rule.fields[name];
    if (field.kind === 'list') return [name, readList((given ?? []) as TextValue[], columns)] as const;
    const value =
      (given as TextValue | undefined) ?? (field.default === undefined ? null : constant(field.default));
    return [name, value ? readField(name, field, value, columns, decimal) : () => null] as const;
  });
  return (row: Row) => Object.fromEntries(readers.map(([name, read]) => [name, read(row)]));
}
