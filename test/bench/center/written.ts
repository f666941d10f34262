/** Of a hundred conversations, those of which all comes late, and by how much at the most. */
const LATE = { percent: 3, mostMs: 6 * 3_600_000 };
const AT_ONCE_MS = 2_000;

const MINUTE_S = 60;
const HOUR_S = 3_600;

/**
 * How old what ingest wrote last is at its oldest and youngest, by the parts that merging has left of a week of it, seconds.
 *
 * Found by ClickHouse's rule for what is merged, at its defaults, over a week of three units a second by day, some
 * hundred thousand conversations a day: nine to seventeen parts are left of a month, of which the last week has these.
 */
export const PART_AGES_S: readonly number[] = [
  168 * HOUR_S,
  51 * HOUR_S,
  34 * HOUR_S,
  25 * HOUR_S,
  10 * HOUR_S,
  5 * HOUR_S,
  4 * HOUR_S,
  2 * HOUR_S,
  26 * MINUTE_S,
  8 * MINUTE_S,
  100,
  10,
  3,
  1,
];

/** The same of agents' states, which are fewer; a minute and less lies in one. */
export const AGENT_PART_AGES_S: readonly number[] = [
  140 * HOUR_S,
  70 * HOUR_S,
  25 * HOUR_S,
  5 * HOUR_S,
  16 * MINUTE_S,
  3 * MINUTE_S,
  MINUTE_S,
];

/** SQL of when a fact and its first version were written, and of which parts they are; see `PART_AGES_S`. */
export interface Written {
  /** UTC ms. */
  last: string;
  /** Number of the part from 1, the oldest; 0 is before the week. */
  part: string;
  firstPart: string;
}

/**
 * @param values SQL of a fact's `began_at` and `ended_at`
 * @param conversation SQL of what tells a conversation
 * @param present UTC ms
 */
export function writtenSql(
  values: Readonly<Record<'began_at' | 'ended_at', string>>,
  conversation: string,
  present: number,
): Written {
  const hash = `cityHash64(${conversation})`;
  const late = `toInt64(intDiv(${hash}, 100) % if(${hash} % 100 < ${LATE.percent}, ${LATE.mostMs}, ${AT_ONCE_MS}))`;
  const ms = (column: 'began_at' | 'ended_at') => `toUnixTimestamp64Milli(${values[column]})`;
  const arrived = (at: string) => `least(${present}, ${at} + ${late})`;
  const begins = PART_AGES_S.map((age) => present - age * 1_000);
  const partOf = (at: string) => `toUInt8(arrayCount(begun -> begun <= ${at}, [${begins}]))`;
  const last = arrived(`greatest(${ms('began_at')}, ${ms('ended_at')})`);
  return { last, part: partOf(last), firstPart: partOf(arrived(ms('began_at'))) };
}
