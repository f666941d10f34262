/** What one act of forgetting removed. It names no id. Times are UTC ms. */
export interface Report {
  subject: 'customer' | 'conversation';
  /** Names what was forgotten, by a hash under this installation's salt. */
  hash: string;
  beganAt: number;
  doneAt: number;
  /** Conversations of which a remainder without a name stays. */
  conversations: number;
  /** What was removed, or no longer says of which conversation it is. */
  tables: readonly { table: string; rows: number }[];
  /** When the files that held it are gone, at the latest. */
  filesGoneBy: number;
  topics: readonly TopicReport[];
  /** Texts that people wrote and that have the id in them: nobody but people can say what is to become of them. */
  texts: readonly { table: string; rows: number }[];
}

/** Records of a topic that named who or what is forgotten. */
export interface TopicReport {
  topic: string;
  records: number;
  /** Their content is gone from the broker's files. Else they stay until retention removes them. */
  expunged: boolean;
  /** When that will be, at the latest, UTC ms; null: expunged, or age removes nothing. */
  goneBy: number | null;
  /** The offsets behind the last of them, which `kafka-delete-records` would take; empty where they are expunged. */
  upTo: readonly { partition: number; offset: string }[];
}

/** A report in words, a line each. */
export function reportLines(report: Report): string[] {
  const { subject, hash, conversations, tables, topics, texts } = report;
  const lines = [
    `Forgotten: a ${subject}, ${hash}`,
    `Begun ${timeOf(report.beganAt)}, done ${timeOf(report.doneAt)}`,
    `${figure(conversations)} conversations stay without a name, so that figures are what they were.`,
  ];
  for (const { table, rows } of tables) lines.push(`  ${table}: ${figure(rows)} rows`);
  lines.push(`  Files that held them are gone by ${timeOf(report.filesGoneBy)}.`);
  if (topics.length === 0) lines.push('Kafka has no record of it.');
  for (const { topic, records, expunged, goneBy, upTo } of topics) {
    lines.push(`  ${topic}: ${figure(records)} records, ${expunged ? 'taken out' : stays(goneBy)}`);
    if (!expunged) {
      const ends = upTo.map(({ partition, offset }) => `${partition}: ${offset}`).join(', ');
      lines.push(`    the last is before (partition: offset) ${ends}`);
    }
  }
  for (const { table, rows } of texts)
    lines.push(`To be looked at by people: ${figure(rows)} entries of ${table} have the id in them.`);
  return lines;
}

function stays(goneBy: number | null): string {
  return goneBy === null
    ? "which stay: the topic's records do not go by age"
    : `which retention removes by ${timeOf(goneBy)}; until then they stay`;
}

const figure = (value: number) => value.toLocaleString('en');
const timeOf = (ms: number) => new Date(ms).toISOString();
