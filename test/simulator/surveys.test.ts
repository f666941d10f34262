import { describe, expect, it } from 'vitest';
import { DEFAULT_PROFILE } from '../../services/simulator/default-profile.ts';
import { EventLog } from '../../services/simulator/event-log.ts';
import { askForOpinion, type Service } from '../../services/simulator/opinions/surveys.ts';
import { hire } from '../../services/simulator/people/agents.ts';
import { Random } from '../../services/simulator/random.ts';
import { simulate } from './world.ts';

/** Of quality reviews that of an item; the review as a whole is of a hundred. */
const SCALES: Record<string, { from: number; to: number }> = {
  csat: { from: 1, to: 5 },
  nps: { from: 0, to: 10 },
  ces: { from: 1, to: 7 },
  quality_review: { from: 0, to: 4 },
  peer_review: { from: 1, to: 5 },
};

describe('surveys and reviews', () => {
  const events = simulate(21, 14);
  const surveys = events.flatMap((event) => (event.topic === 'contact.surveys' ? [event.value] : []));
  const answers = surveys.flatMap(({ event }) => (event.type === 'answered' ? [event] : []));

  it('are answered once at most, after they were sent, on the scale of their kind', () => {
    const sent = new Set<string>();
    const answered = new Set<string>();
    for (const { event } of surveys) {
      if (event.type === 'sent') {
        expect(sent.has(event.survey_id)).toBe(false);
        sent.add(event.survey_id);
        continue;
      }
      // Nobody asks for a peer review: it is the turn of whom it is about.
      if (event.kind !== 'peer_review') expect(sent.has(event.review_id ?? event.survey_id)).toBe(true);
      const question = `${event.survey_id} ${event.criterion}`;
      expect(answered.has(question)).toBe(false);
      answered.add(question);
      const isReview = event.kind === 'quality_review' && event.criterion === null;
      const scale = isReview ? { from: 0, to: 100 } : SCALES[event.kind]!;
      expect(event.scale_max).toBe(scale.to);
      expect(event.score).toBeGreaterThanOrEqual(scale.from);
      expect(event.score).toBeLessThanOrEqual(scale.to);
    }
  });

  it('belong to conversations that happened, and are about somebody who took part, but for peer reviews', () => {
    const agents = new Map<string, Set<string>>();
    for (const { topic, value } of events) {
      if (topic === 'contact.agents' || topic === 'contact.surveys') continue;
      const ofIt = agents.get(value.conversation_id) ?? new Set();
      agents.set(value.conversation_id, ofIt);
      if (value.actor.kind === 'agent') ofIt.add(value.actor.id!);
    }
    for (const { event, conversation_id: id } of surveys)
      if (event.kind !== 'peer_review') expect(agents.get(id)).toContain(event.agent_id);
  });

  it('find most customers content, and go through every criterion', () => {
    const csat = answers.filter(({ kind }) => kind === 'csat');
    const content = csat.filter(({ score }) => score >= 4).length / csat.length;
    expect(content).toBeGreaterThan(0.65);
    expect(content).toBeLessThan(0.9);
    const nps = answers
      .filter(({ kind }) => kind === 'nps')
      .map(({ score }) => (score >= 9 ? 1 : score <= 6 ? -1 : 0));
    const net = nps.reduce<number>((sum, vote) => sum + vote, 0) / nps.length;
    expect(net).toBeGreaterThan(-0.1);
    expect(net).toBeLessThan(0.6);
    const criteria = new Set(answers.map(({ criterion }) => criterion));
    expect(criteria).toContain('collaboration');
    expect(criteria).toContain('accuracy');
  });

  it('go through a rubric in quality reviews, one item of which now and then fails the whole', () => {
    const items = new Map<string, typeof answers>();
    for (const answer of answers)
      if (answer.review_id) items.set(answer.review_id, [...(items.get(answer.review_id) ?? []), answer]);
    const reviews = answers.filter(({ kind, criterion }) => kind === 'quality_review' && criterion === null);
    const ofDone = reviews.map(({ survey_id, score }) => ({ score, items: items.get(survey_id)! }));
    for (const { score, items } of ofDone) {
      expect(new Set(items.map(({ criterion }) => criterion)).size).toBe(5);
      const failed = items.some((item) => item.criterion === 'privacy' && item.score === 0);
      expect(score === 0).toBe(failed);
    }
    const failures = ofDone.filter(({ score }) => score === 0).length / ofDone.length;
    expect(failures).toBeGreaterThan(0);
    expect(failures).toBeLessThan(0.1);
  });

  it('are worse after a long wait, when nothing was solved, and of who complains', () => {
    const content = meanCsat({ waitedMs: 0, resolved: true, complains: false });
    expect(meanCsat({ waitedMs: 10 * 60_000, resolved: true, complains: false })).toBeLessThan(content - 0.3);
    expect(meanCsat({ waitedMs: 0, resolved: false, complains: false })).toBeLessThan(content - 1);
    expect(meanCsat({ waitedMs: 0, resolved: true, complains: true })).toBeLessThan(content - 0.4);
  });
});

/** The mean answer to some thousand questions about the same service. */
function meanCsat(service: Omit<Service, 'agent' | 'at'>): number {
  const [agent] = hire(DEFAULT_PROFILE);
  const random = new Random('csat', JSON.stringify(service));
  const log = new EventLog('test-');
  const conversation = {
    id: 'c',
    openedAt: 0,
    channel: 'chat' as const,
    queue: 'general',
    customer: null,
    tags: [],
  };
  for (let i = 0; i < 4_000; i++)
    askForOpinion(
      log,
      conversation,
      { kind: 'customer', id: 'x' },
      { agent: agent!, at: i, ...service },
      random,
    );
  const scores = log.events.flatMap(({ value: { event } }) =>
    event.type === 'answered' && 'kind' in event && event.kind === 'csat' ? [event.score] : [],
  );
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
