import type { MessageKey } from '../i18n/en.ts';
import type { Segment } from '../panels/strips.tsx';
import { standing } from './standing.ts';

/** A fact of `/api/v1/conversations/{id}`, as far as it is drawn. Times are ISO 8601, durations ms. */
export interface Fact {
  readonly fact: string;
  /** Of a target: when it is due; null while it is paused. */
  readonly at: string | null;
  readonly began_at: string;
  readonly ended_at: string | null;
  readonly state: string;
  readonly label: string;
  readonly value_ms: number;
  readonly queue: string;
  readonly agent: string;
}

/** An event of `/api/v1/conversations/{id}`, as far as it is shown. */
export interface Event {
  readonly event_id: string;
  /** The topic that it came from. */
  readonly stream?: string;
  readonly occurred_at: string;
  readonly type: string;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly queue: string;
}

/** What happened: an answer to a survey is none to a call. */
export const happeningOf = ({ stream, type }: Pick<Event, 'stream' | 'type'>): string =>
  stream === 'surveys' && type === 'answered' ? 'survey_answered' : type;

/** A row of the timeline. */
export interface Lane {
  readonly title: MessageKey;
  /** Whether it is a further row of the lane above, for what overlaps with what stands there. */
  readonly continued: boolean;
  readonly segments: readonly Segment[];
}

const lanes: readonly (readonly [MessageKey, readonly string[]])[] = [
  ['lane.status', ['status_spell']],
  ['lane.bot', ['bot_session']],
  ['lane.queue', ['queue_spell']],
  ['lane.handling', ['handle_spell']],
  ['lane.response', ['first_response', 'next_response']],
  ['lane.resolution', ['first_resolution', 'total_resolution']],
  ['lane.target', ['sla_target']],
];

const colors: Readonly<Record<string, string>> = {
  answered: 'green',
  met: 'green',
  solved: 'green',
  abandoned: 'red',
  breached: 'red',
  transferred: 'orange',
  callback: 'orange',
  paused: 'yellow',
  pending: 'yellow',
  on_hold: 'purple',
  new: 'blue',
};

/** Of a time as ISO 8601 or as ClickHouse writes it: UTC, with a blank and without a zone. */
const instantOf = (text: string) => Date.parse(text.includes('T') ? text : `${text.replace(' ', 'T')}Z`);

/** A target stands in its fact with its due time; its clock began earlier. One that is paused is due at no time. */
function spanOf(fact: Fact, now: number): { from: number; to: number } {
  const at = fact.at === null ? now : Date.parse(fact.at);
  const end = fact.ended_at === null ? null : Date.parse(fact.ended_at);
  if (fact.fact === 'sla_target') return { from: instantOf(fact.began_at), to: end ?? Math.max(at, now) };
  return { from: at, to: end ?? now };
}

/**
 * Spells, spans and targets as rows of stretches, and events as a row of moments.
 *
 * @param now end of what is still open, UTC ms
 * @param write words for a stretch, from its fact
 */
export function lanesOf(
  facts: readonly Fact[],
  events: readonly Event[],
  now: number,
  write: (fact: Fact) => string,
  named: (value: string) => string,
): Lane[] {
  const drawn = lanes.flatMap(([title, kinds]) => {
    const segments = facts
      .filter(({ fact }) => kinds.includes(fact))
      .map((fact) => {
        const text = write(fact);
        const state = standing({ ...fact, endedAt: fact.ended_at }, now).state;
        const color = colors[fact.fact === 'status_spell' ? fact.label : state] ?? 'blue';
        return { ...spanOf(fact, now), text, label: text, color, strength: 0.45 };
      });
    return rowsOf(segments).map((row, index) => ({ title, continued: index > 0, segments: row }));
  });
  const moments = events.map((event) => {
    const { occurred_at, actor_kind } = event;
    const instant = Date.parse(occurred_at);
    const text = `${named(happeningOf(event))} · ${named(actor_kind)}`;
    return { from: instant, to: instant, text, color: colorOfActor[actor_kind] ?? 'text', strength: 1 };
  });
  const happened = { title: 'lane.event' as const, continued: false, segments: moments };
  return moments.length > 0 ? [...drawn, happened] : drawn;
}

/** Stretches in as few rows as there are at once: several targets run at the same time, and none may hide another. */
function rowsOf(segments: readonly Segment[]): Segment[][] {
  const rows: Segment[][] = [];
  for (const segment of [...segments].sort((a, b) => a.from - b.from)) {
    const free = rows.find((row) => row.at(-1)!.to <= segment.from);
    if (free) free.push(segment);
    else rows.push([segment]);
  }
  return rows;
}

const colorOfActor: Readonly<Record<string, string>> = { customer: 'orange', agent: 'blue', bot: 'purple' };
