import fc from 'fast-check';
import { type Difference, difference } from '../../../services/domain/measure/difference.ts';
import { type Dimensions, endFact, type Fact, factOf } from '../../../services/domain/measure/fact.ts';
import type { Stream } from '../../../services/domain/timeline/timeline.ts';

/** Lives of conversations and of surveys, each as often as it is told anew: solved, reopened, rated, corrected, gone. */

const HOUR = 3_600_000;
export const BEGIN = Date.UTC(2024, 2, 4);
/** Hours between two units; everything that a unit tells lies before its time. */
const APART = 5;
/** The time of a unit by its number, UTC ms. */
export const timeOf = (unit: number) => BEGIN + (unit + 1) * APART * HOUR + 60_000;

export interface Told {
  conversation: string;
  stream: Stream;
  /** Null: it is gone. */
  facts: Fact[] | null;
}

/** What a unit of ingest stores; `tells`: whether it is of a version that writes `tellings`. */
export interface Unit {
  told: Told[];
  tells: boolean;
  /** Whether roll-ups are brought up to date afterwards. */
  refreshes: boolean;
}

const among = (...values: string[]) => fc.constantFrom(...values);

const dimensions: fc.Arbitrary<Dimensions> = fc.record({
  queue: among('', 'billing', 'sales'),
  team: among('', 'red', 'blue'),
  agent: among('', 'a1', 'a2', 'a3'),
  priority: among('', 'high'),
  customerTier: among('', 'gold'),
  policy: among('', 'p1'),
});

/** A moment by its share of the time there is: on the hour now and then, where borders lie. */
const moment = fc.oneof(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.constantFrom(0, 0.2, 0.4, 0.6));

function momentOf(share: number, unit: number): number {
  const at = BEGIN + Math.floor(share * (timeOf(unit) - BEGIN));
  return share === Math.round(share * 5) / 5 ? at - (at % HOUR) : at;
}

/** Opened once and for all, then in several states with whom it is in each. */
const life = fc.record({
  opened: fc.nat(3),
  spells: fc.array(
    fc.record({ after: moment, label: among('open', 'solved', 'solved', 'pending'), whose: dimensions }),
    { maxLength: 4 },
  ),
  whose: dimensions,
});

type Life = typeof life extends fc.Arbitrary<infer L> ? L : never;

function factsOf({ opened, spells, whose }: Life, unit: number): Fact[] {
  const at = BEGIN + opened * HOUR;
  const conversation = factOf('conversation', at, 0, whose);
  conversation.label = spells.at(-1)?.label ?? 'new';
  const facts = [conversation];
  const ordered = spells
    .map((spell) => ({ ...spell, begin: Math.max(at, momentOf(spell.after, unit)) }))
    .sort((a, b) => a.begin - b.begin);
  for (const [i, { begin, label, whose: then }] of ordered.entries()) {
    const spell = factOf('status_spell', begin, i, then);
    spell.label = label;
    const next = ordered[i + 1];
    facts.push(next === undefined ? spell : endFact(spell, next.begin, 'done'));
  }
  const solved = ordered.filter(({ label }) => label === 'solved');
  if (solved.length > 0) {
    facts.push(endFact(factOf('first_resolution', at, 0, solved[0]!.whose), solved[0]!.begin, 'solved'));
    facts.push(
      endFact(factOf('total_resolution', at, 0, solved.at(-1)!.whose), solved.at(-1)!.begin, 'solved'),
    );
  }
  return facts;
}

const SCALES: Record<string, number> = {
  csat: 5,
  nps: 10,
  ces: 7,
  quality_review: 9,
  peer_review: 5,
  quality_item: 3,
};

const answer = fc.record({
  after: moment,
  label: among(...Object.keys(SCALES)),
  fact: fc.constantFrom('rating' as const, 'rating' as const, 'survey_sent' as const),
  share: fc.nat(12),
  whose: dimensions,
});
const answers = fc.array(answer, { maxLength: 4 });

type Answer = typeof answer extends fc.Arbitrary<infer A> ? A : never;

function surveysOf(given: readonly Answer[], unit: number): Fact[] {
  return given.map(({ after, label, fact, share, whose }, i) => {
    const at = momentOf(after, unit);
    const survey = endFact(factOf(fact, at, i, whose), at, 'done');
    survey.label = label;
    survey.scale = SCALES[label]!;
    survey.score = Math.min(survey.scale, (survey.scale * share) / 12);
    return survey;
  });
}

const conversation = fc.nat(5).map((id) => `c${id}`);

const unit = fc.record({
  conversations: fc.array(
    fc.tuple(
      conversation,
      fc.constantFrom<Stream>('tickets', 'tickets', 'chats'),
      fc.option(life, { freq: 8 }),
    ),
    { maxLength: 4 },
  ),
  surveys: fc.array(fc.tuple(conversation, fc.option(answers, { freq: 8 })), { maxLength: 3 }),
  tells: fc.boolean(),
  refreshes: fc.boolean(),
});

export const units: fc.Arbitrary<Unit[]> = fc.array(unit, { minLength: 4, maxLength: 12 }).map((all) =>
  all.map(({ conversations, surveys, tells, refreshes }, i) => ({
    told: [
      ...conversations.map(([id, stream, given]) => ({
        conversation: id,
        stream,
        facts: given && factsOf(given, i),
      })),
      ...surveys.map(([id, given]) => ({
        conversation: id,
        stream: 'surveys' as const,
        facts: given && surveysOf(given, i),
      })),
    ],
    tells,
    refreshes,
  })),
);

/** Remembers what was told of each conversation, and says what changes. */
export function createMemory() {
  const known = new Map<string, { facts: Fact[]; version: number }>();
  return ({ conversation: id, stream, facts }: Told) => {
    const key = `${stream} ${id}`;
    const before = known.get(key) ?? { facts: [], version: 0 };
    const after = facts ?? [];
    const change: Difference = difference(before.facts, after);
    const version = before.version + 1;
    known.set(key, { facts: after, version });
    const timeline = {
      stream,
      conversationId: id,
      openedAt: BEGIN,
      channel: stream === 'chats' ? ('chat' as const) : ('email' as const),
      events: [],
    };
    return { ...change, timeline, version };
  };
}
