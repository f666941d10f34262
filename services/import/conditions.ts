import type { Columns, Row } from './columns.ts';
import type { Condition, When } from './mapping.ts';

/** What the import has said about a conversation so far. */
export interface ConversationState {
  /** Status of its last `created` or `status_changed`; empty before. */
  status: string;
  /** Indexes of the `once` rules that have fired. */
  fired: Set<number>;
}

/** The state of a conversation of which nothing has been said. */
export function newConversation(): ConversationState {
  return { status: '', fired: new Set() };
}

export type Test = (row: Row, state: ConversationState) => boolean;

/** Stands in conditions where a column's name would: the conversation's status before this event. */
const STATUS = '$status';

/** A `when` as a function of a row and the state of its conversation; no `when` always holds. */
export function compileWhen(when: When | undefined, columns: Columns): Test {
  if (!when) return () => true;
  const groups = when.map((group) => group.map((condition) => compileCondition(condition, columns)));
  return (row, state) => groups.some((tests) => tests.every((test) => test(row, state)));
}

function compileCondition({ column, values, negate }: Condition, columns: Columns): Test {
  const wanted = new Set(values);
  if (column === STATUS) return (_row, state) => wanted.has(state.status) !== negate;
  const cell = columns.cell(column);
  return (row) => wanted.has(cell(row)) !== negate;
}
