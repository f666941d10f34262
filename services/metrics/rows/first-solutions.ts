import { FIRST_CONTACT_WINDOW_MS } from '../definition/windows.ts';
import { filterSql, groupColumns } from '../filters.ts';
import { narrowed } from './narrowed.ts';
import { bucketSql, type RangeRequest, type RowSource } from './source.ts';

/** Bytes that a row takes in the tables of the joins, which stay in memory, and the time to get it there, at the least. */
const JOINED = { bytesPerRow: 80, nsPerRow: 100 };
/** A filter keeps solutions out, and not the conversations that may follow them. */
const FILTERED = { bytesPerRow: 40, nsPerRow: 50 };
/** Of a short range few conversations are joined of all that are read. */
const SHORT = { bytesPerRow: 0, nsPerRow: 15 };

/**
 * Customer and queue in one number, which the engine joins by in three quarters of the time; 0 of a customer who is not
 * known. That two pairs share a number is as likely as that two conversations do where they are counted: 2^-128. The hash
 * of one text, which begins with the customer's length so that no two pairs have the same, takes half of what one of two
 * columns does: as much as all the rest of reading a row.
 */
const WHO_AND_WHERE =
  "if(customer_id = '', toUInt128(0), reinterpretAsUInt128(sipHash128(concat(toString(length(customer_id)), ' ', customer_id, queue))))";

/** So many times shorter than the time in which contacts are looked for, few customers of all have a solution in a range. */
const FEW = 4;

/**
 * Whether contacts are looked for among the customers of the solutions alone: a table of all contacts takes six times as
 * long as reading them. Where most of them have a solution, the set of these would be as large.
 */
function isShort({ from, to, now }: RangeRequest): boolean {
  return FEW * (to - from) < Math.min(to + FIRST_CONTACT_WINDOW_MS, now) - from;
}

/**
 * Conversations first solved in the range: `ended_ms`, when; `came_back`, whether the next conversation of the same
 * customer in the same queue began within the window (a customer who is not known never comes back); `reopened`, whether
 * it was itself within the window. So what is said of a solution does not depend on the range that it is asked in.
 */
export function firstSolutionRows(request: RangeRequest): RowSource {
  const bucket = bucketSql('ended_ms', request);
  const filter = filterSql(request.filters);
  const groups = request.groupBy.map((dimension) => `, ${dimension}`).join('');
  const solved = [
    "fact = 'first_resolution'",
    "state = 'solved'",
    'ended_at >= begin',
    'ended_at < end',
    'at < end',
  ];
  const mine = [narrowed(solved, request.to - request.from), ...filter.conditions];
  // Superseded versions may name more customers, and are read in a third of the time.
  const theirs = isShort(request)
    ? `
      AND customer_id IN (SELECT customer_id FROM facts WHERE ${[...solved, ...filter.conditions].join(' AND ')})`
    : '';
  return {
    from: `(
  WITH
    fromUnixTimestamp64Milli({from:Int64}) AS begin,
    fromUnixTimestamp64Milli({to:Int64}) AS end,
    fromUnixTimestamp64Milli({to:Int64} + {window:Int64}) AS last
  SELECT ended_ms${groups}, next_at > 0 AND next_at <= ended_ms + {window:Int64} AS came_back,
    again_at > 0 AND again_at <= ended_ms + {window:Int64} AS reopened
  FROM (
  SELECT ended_ms, conversation_id, next_at${groups}
  FROM (
    SELECT toUnixTimestamp64Milli(ended_at) AS ended_ms, conversation_id,
      ${WHO_AND_WHERE} AS who${groupColumns(request.groupBy)}
    FROM facts FINAL
    WHERE ${mine.join(' AND ')}
  ) AS solved
  ASOF LEFT JOIN (
    SELECT ${WHO_AND_WHERE} AS who, toUnixTimestamp64Milli(at) AS next_at
    FROM facts FINAL
    WHERE fact = 'conversation' AND at > begin AND at <= last AND customer_id != ''${theirs}
  ) AS later ON solved.who = later.who AND later.next_at > solved.ended_ms
  ) AS followed
  ASOF LEFT JOIN (
    SELECT conversation_id, toUnixTimestamp64Milli(at) AS again_at
    FROM facts FINAL
    WHERE fact = 'reopen' AND at >= begin AND at <= last
  ) AS again ON followed.conversation_id = again.conversation_id AND again.again_at >= followed.ended_ms
)`,
    bucket: bucket.sql,
    groups,
    params: {
      ...bucket.params,
      ...filter.params,
      from: request.from,
      to: request.to,
      now: request.now,
      window: FIRST_CONTACT_WINDOW_MS,
    },
    takes: isShort(request) ? SHORT : filter.conditions.length === 0 ? JOINED : FILTERED,
  };
}
