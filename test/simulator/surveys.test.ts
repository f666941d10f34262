import { describe, expect, it } from 'vitest';
import { DEFAULT_PROFILE } from '../../services/simulator/default-profile.ts';
import { EventLog } from '../../services/simulator/event-log.ts';
import { askForOpinion } from '../../services/simulator/opinions/surveys.ts';
import { hire } from '../../services/simulator/people/agents.ts';
import { Random } from '../../services/simulator/random.ts';
import { simulate } from './world.ts';

const SCALES: Record<string, { from: number; to: number }> = {
  csat: { from: 1, to: 5 },
  nps: { from: 0, to: 10 },
  ces: { from: 1, to: 7 },
  quality_review: { from: 1, to: 5 },
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
      expect(sent.has(event.survey_id)).toBe(true);
      expect(answered.has(event.survey_id)).toBe(false);
      answered.add(event.survey_id);
      const scale = SCALES[event.kind]!;
      expect(event.scale_max).toBe(scale.to);
      expect(event.score).toBeGreaterThanOrEqual(scale.from);
      expect(event.score).toBeLessThanOrEqual(scale.to);
    }
  });

  it('belong to conversations that happened, and are about somebody who took part', () => {
    const agents = new Map<string, Set<string>>();
    for (const { topic, value } of events) {
      if (topic === 'contact.agents' || topic === 'contact.surveys') continue;
      const ofIt = agents.get(value.conversation_id) ?? new Set();
      agents.set(value.conversation_id, ofIt);
      if (value.actor.kind === 'agent') ofIt.add(value.actor.id!);
    }
    for (const { event, conversation_id: id } of surveys) expect(agents.get(id)).toContain(event.agent_id);
  });

  it('find most customers content, and colleagues give reviews of every criterion', () => {
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

  it('are worse after a long wait, and when nothing was solved', () => {
    const content = meanCsat({ waitedMs: 0, resolved: true });
    expect(meanCsat({ waitedMs: 10 * 60_000, resolved: true })).toBeLessThan(content - 0.3);
    expect(meanCsat({ waitedMs: 0, resolved: false })).toBeLessThan(content - 1);
  });
});

/** The mean answer to some thousand questions about the same service. */
function meanCsat(service: { waitedMs: number; resolved: boolean }): number {
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
