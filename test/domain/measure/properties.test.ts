import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../services/domain/measure/fact.ts';
import { measure } from '../../../services/domain/measure/measure.ts';
import { NOT_DUE } from '../../../services/domain/sla/targets.ts';
import type {
  ActorKind,
  ConversationBody,
  Stream,
  Timeline,
} from '../../../services/domain/timeline/timeline.ts';
import { anyTimeline } from './arbitrary.ts';

const RUNS = { numRuns: 2_000 };

const spells = (facts: readonly Fact[], name: string) =>
  facts.filter(({ fact }) => fact === name).sort((a, b) => a.at - b.at || a.seq - b.seq);

const isRunning = ({ state }: Fact) => ['open', 'active', 'paused'].includes(state);

/** What ends a conversation, and by whom. */
const ENDINGS: Record<Stream, readonly [ActorKind, ConversationBody][]> = {
  tickets: [
    ['agent', { type: 'status_changed', status: 'closed' }],
    ['bot', { type: 'status_changed', status: 'closed' }],
    ['system', { type: 'merged', into_conversation_id: 'other' }],
    ['agent', { type: 'deleted' }],
  ],
  chats: [
    ['customer', { type: 'ended', resolved: null }],
    ['system', { type: 'ended', resolved: true }],
    ['customer', { type: 'abandoned' }],
    ['customer', { type: 'callback_requested' }],
  ],
  surveys: [['customer', { type: 'sent', survey_id: 's1', kind: 'csat', agent_id: null }]],
};

/** What shows that an agent, of whom nothing else is known, has taken a conversation. */
const SIGNS: Record<Stream, readonly ConversationBody[]> = {
  tickets: [
    { type: 'message', public: true },
    { type: 'assigned', agent_id: 'a9', team: null },
    { type: 'status_changed', status: 'pending' },
    { type: 'status_changed', status: 'on_hold' },
  ],
  chats: [
    { type: 'answered' },
    { type: 'message', public: true },
    { type: 'held' },
    { type: 'resumed' },
    { type: 'wrapped_up' },
  ],
  surveys: [{ type: 'sent', survey_id: 's1', kind: 'csat', agent_id: null }],
};

/** The timeline with one event more, later than all others. */
function goneOn(timeline: Timeline, actorKind: ActorKind, body: ConversationBody): Timeline {
  const last = timeline.events.at(-1)!;
  const occurredAt = Math.max(last.occurredAt, timeline.openedAt) + 60_000;
  const event = { ...last, eventId: 'last', occurredAt, actorKind, actorId: 'a9', record: null, body };
  return { ...timeline, events: [...timeline.events, event] };
}

describe('of any events in any contradiction', () => {
  test('no duration is negative, and no part exceeds its whole', () => {
    fc.assert(
      fc.property(anyTimeline, (timeline) => {
        for (const fact of measure(timeline).facts) {
          expect(fact.valueMs).toBeGreaterThanOrEqual(0);
          expect(fact.businessMs).toBeGreaterThanOrEqual(0);
          expect(fact.businessMs).toBeLessThanOrEqual(fact.valueMs);
          expect(fact.holdMs).toBeGreaterThanOrEqual(0);
          expect(fact.wrapMs).toBeGreaterThanOrEqual(0);
          expect(fact.holdMs + fact.wrapMs).toBeLessThanOrEqual(fact.valueMs);
          if (fact.endedAt !== null) expect(fact.endedAt).toBeGreaterThanOrEqual(fact.beganAt);
        }
      }),
      RUNS,
    );
  });

  test.each(['status_spell', 'queue_spell', 'bot_session'])('no two of %s overlap', (name) => {
    fc.assert(
      fc.property(anyTimeline, (timeline) => {
        const all = spells(measure(timeline).facts, name);
        for (let i = 1; i < all.length; i++) {
          expect(all[i - 1]!.endedAt).not.toBeNull();
          expect(all[i]!.at).toBeGreaterThanOrEqual(all[i - 1]!.endedAt!);
        }
      }),
      RUNS,
    );
  });

  test('one agent handles a conversation once at a time', () => {
    fc.assert(
      fc.property(anyTimeline, (timeline) => {
        const { facts } = measure(timeline);
        for (const agent of ['', 'a1', 'a2']) {
          const own = spells(facts, 'handle_spell').filter((fact) => fact.agent === agent);
          for (let i = 1; i < own.length; i++) {
            // After-call work may go on while the customer is back.
            expect(own[i]!.at).toBeGreaterThanOrEqual(own[i - 1]!.endedAt! - own[i - 1]!.wrapMs);
          }
        }
      }),
      RUNS,
    );
  });

  test('no two facts have the same key', () => {
    fc.assert(
      fc.property(anyTimeline, (timeline) => {
        const keys = measure(timeline).facts.map(({ fact, at, seq }) => `${fact} ${at} ${seq}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      RUNS,
    );
  });

  test('what lies before a hand-over is part of the response, in business time too', () => {
    fc.assert(
      fc.property(anyTimeline, (timeline) => {
        for (const { fact, valueMs, businessMs, botMs, botBusinessMs } of measure(timeline).facts) {
          expect(botMs).toBeGreaterThanOrEqual(0);
          expect(botMs).toBeLessThanOrEqual(valueMs);
          expect(botBusinessMs).toBeGreaterThanOrEqual(0);
          expect(botBusinessMs).toBeLessThanOrEqual(Math.min(botMs, businessMs));
          if (fact !== 'first_response' && fact !== 'next_response') expect(botMs).toBe(0);
        }
      }),
      RUNS,
    );
  });

  test('a conversation that is closed leaves nothing open, one that is solved nothing but a new wait', () => {
    fc.assert(
      fc.property(anyTimeline, (timeline) => {
        const { facts, summary } = measure(timeline);
        if (summary.endedAt === null && timeline.stream !== 'surveys') return;
        // The customer may have written to what is solved.
        const mayRun = (fact: Fact) =>
          summary.status === 'solved' && /^((first|next)_response|question)$/.test(fact.label || fact.fact);
        expect(facts.filter((fact) => isRunning(fact) && !mayRun(fact))).toEqual([]);
      }),
      RUNS,
    );
  });

  test('whatever has happened, the end of a conversation leaves nothing open', () => {
    fc.assert(
      fc.property(anyTimeline, fc.nat(), (timeline, choice) => {
        const endings = ENDINGS[timeline.stream];
        const { facts } = measure(goneOn(timeline, ...endings[choice % endings.length]!));
        expect(facts.filter(isRunning)).toEqual([]);
      }),
      RUNS,
    );
  });

  test('whatever has happened, a sign of an agent leaves nobody waiting in a queue', () => {
    fc.assert(
      fc.property(anyTimeline, fc.nat(), (timeline, choice) => {
        const signs = SIGNS[timeline.stream];
        const told = measure(goneOn(timeline, 'agent', signs[choice % signs.length]!));
        expect(told.facts.filter((fact) => fact.fact === 'queue_spell' && isRunning(fact))).toEqual([]);
      }),
      RUNS,
    );
  });

  test('a target is met by its due time, breached after it, and running or cancelled otherwise', () => {
    fc.assert(
      fc.property(anyTimeline, (timeline) => {
        for (const fact of measure(timeline).facts) {
          if (fact.fact !== 'sla_target') continue;
          expect(fact.targetMs).toBeGreaterThan(0);
          expect(fact.at).toBeGreaterThan(fact.beganAt);
          if (fact.state === 'met' || fact.state === 'cancelled') {
            expect(fact.endedAt).toBeLessThanOrEqual(fact.at);
            expect(fact.businessMs).toBeLessThanOrEqual(fact.targetMs);
          } else if (fact.state === 'breached') {
            expect(fact.endedAt).toBeGreaterThan(fact.at);
            expect(fact.businessMs).toBeGreaterThanOrEqual(fact.targetMs);
          } else {
            expect(fact.endedAt).toBeNull();
            if (fact.state === 'paused') {
              expect(fact.at).toBe(NOT_DUE);
              expect(fact.businessMs).toBeLessThan(fact.targetMs);
            } else expect(fact.state).toBe('active');
          }
        }
      }),
      RUNS,
    );
  });
});
