import type { SurveyEvent } from '../../../../schemas/types.ts';
import type { OutgoingEvent } from '../../../../services/domain/events/event.ts';
import type { ClickHouse } from '../../../../services/lib/clickhouse/client.ts';

const quoted = (text: string) => `'${text.replaceAll("'", "\\'")}'`;
const instant = (ms: number) => `fromUnixTimestamp64Milli(${ms}::Int64)`;

/**
 * Stores answers as ingest would: the events, a rating of each, and what it is of. An event that is there already stays
 * as it is.
 */
export class StoredReviews {
  readonly #known = new Set<string>();
  readonly #clickhouse: ClickHouse;

  constructor(clickhouse: ClickHouse) {
    this.#clickhouse = clickhouse;
  }

  async add(outgoing: readonly OutgoingEvent[]): Promise<void> {
    const rows = outgoing.flatMap(({ value }) => this.#rowsOf(value as SurveyEvent) ?? []);
    if (rows.length === 0) return;
    const valuesOf = (name: 'event' | 'fact' | 'conversation') => rows.map((row) => row[name]).join(',\n');
    const insert = (into: string, values: string) =>
      this.#clickhouse.command(`INSERT INTO ${into} VALUES ${values}`, {});
    await Promise.all([
      insert(
        `events (opened_at, conversation_id, stream, occurred_at, event_id, type, channel, actor_kind, actor_id, body,
  kafka_partition, kafka_offset)`,
        valuesOf('event'),
      ),
      insert(
        `facts (fact, at, conversation_id, stream, seq, version, is_deleted, began_at, ended_at, state, label, score, scale,
  agent, channel, opened_at)`,
        valuesOf('fact'),
      ),
      insert(
        'conversations (opened_at, conversation_id, stream, version, last_event_at)',
        valuesOf('conversation'),
      ),
    ]);
  }

  /** As ingest says that everything is stored. */
  async mark(): Promise<void> {
    await this.#clickhouse.command(
      `INSERT INTO watermarks (topic, kafka_partition, next_offset, written_at)
VALUES ('contact.surveys', 0, {next:UInt64}, now64())`,
      { next: this.#known.size },
    );
  }

  #rowsOf({ event_id, occurred_at, conversation_id, opened_at, channel, actor, event }: SurveyEvent) {
    if (event.type !== 'answered' || this.#known.has(event_id)) return null;
    const offset = this.#known.size;
    this.#known.add(event_id);
    const [at, opened, id] = [instant(occurred_at), instant(opened_at), quoted(conversation_id)];
    const label = event.kind === 'quality_review' && event.review_id ? 'quality_item' : event.kind;
    const by = `${quoted(actor.kind)}, ${quoted(actor.id ?? '')}`;
    return {
      event: `(${opened}, ${id}, 'surveys', ${at}, ${quoted(event_id)}, 'answered', '${channel}', ${by},
  ${quoted(JSON.stringify(event))}, 0, ${offset})`,
      fact: `('rating', ${at}, ${id}, 'surveys', ${offset}, 1, 0, ${at}, ${at}, 'done', '${label}', ${event.score},
  ${event.scale_max}, ${quoted(event.agent_id ?? '')}, '${channel}', ${opened})`,
      conversation: `(${opened}, ${id}, 'surveys', ${offset}, ${at})`,
    };
  }
}
