import { describe, expect, it } from 'vitest';
import { releasedBlocks } from '../../services/domain/feedback/blocks.ts';
import { peerAnswerOf } from '../../services/domain/feedback/peer-answer.ts';
import { quarterAt, quarterBegin } from '../../services/domain/feedback/quarters.ts';
import { createCenter } from '../../services/simulator/center.ts';
import { DEFAULT_PROFILE } from '../../services/simulator/default-profile.ts';
import { peerReviewEvents } from '../../services/simulator/opinions/peer-reviews.ts';
import { DAY, SMALL } from './world.ts';

const SEED = 21;
/** Reviews of some days of the center, from the day that a time lies in. */
function reviews(from: number, days: number, profile = DEFAULT_PROFILE) {
  const center = createCenter(profile, SEED);
  const first = center.calendar.numberAt(from);
  return Array.from({ length: days }, (_, i) => center.calendar.day(first + i)).flatMap((day) =>
    peerReviewEvents(center, day).flatMap(({ topic, value }) =>
      topic === 'contact.surveys' && value.event.type === 'answered'
        ? [{ day, ...value, answer: value.event }]
        : [],
    ),
  );
}

const QUARTER = quarterBegin('2024-Q1');
/** In which a quarter of UTC ends at three in the morning. */
const TOKYO = { ...SMALL, zone: 'Asia/Tokyo' };

describe('peer reviews', () => {
  it('are given on the day itself by colleagues of the team, by who leads it, and by the agent, each question once', () => {
    const teams = new Map(createCenter(DEFAULT_PROFILE, SEED).agents.map(({ id, crew }) => [id, crew.team]));
    const asked = new Set<string>();
    for (const { day, occurred_at: at, actor, answer } of reviews(QUARTER, 28)) {
      const { agent_id: agent, relation, survey_id, criterion } = answer;
      expect(at).toBeGreaterThanOrEqual(day.startsAt);
      expect(at).toBeLessThan(day.endsAt);
      expect(actor.id === agent).toBe(relation === 'self');
      const team = teams.get(agent!)!;
      if (relation === 'supervisor') expect(actor.id!.startsWith(`lead-${team}-`)).toBe(true);
      else expect(teams.get(actor.id!)).toBe(team);
      const question = `${survey_id} ${criterion}`;
      expect(asked.has(question)).toBe(false);
      asked.add(question);
    }
  });

  it('are put to one conversation for each agent and quarter of UTC, as old as the quarter', () => {
    const given = reviews(quarterBegin('2024-Q2') - 40 * DAY, 80, TOKYO);
    const folders = new Map<string, string>();
    for (const { conversation_id: id, opened_at: openedAt, occurred_at: at, answer, channel } of given) {
      const quarter = quarterAt(at);
      expect({ openedAt, channel }).toEqual({ openedAt: quarterBegin(quarter), channel: 'api' });
      const whose = `${answer.agent_id} ${quarter}`;
      expect(folders.get(id) ?? whose).toBe(whose);
      folders.set(id, whose);
    }
    expect(new Set(folders.values()).size).toBe(folders.size);
    expect(new Set([...folders.values()].map((whose) => whose.split(' ')[1]))).toEqual(
      new Set(['2024-Q1', '2024-Q2']),
    );
  });

  it('come to blocks of three for nearly everybody within six weeks, in whatever order the weeks are sent', () => {
    const given = reviews(QUARTER, 42);
    const shares = [given, given.toReversed()].map((order) => {
      const answers = order.flatMap(({ conversation_id, occurred_at: at, actor, answer }) => {
        const one = peerAnswerOf({
          conversation: conversation_id,
          survey: answer.survey_id,
          criterion: answer.criterion!,
          agent: answer.agent_id!,
          actorKind: actor.kind,
          actor: actor.id!,
          relation: answer.relation!,
          score: answer.score,
          scale: answer.scale_max,
          at,
          // All that is put to one conversation comes in one partition.
          partition: 0,
        });
        return one === null ? [] : [one];
      });
      const told = new Set(releasedBlocks(answers).map(({ agent, dimension }) => `${agent} ${dimension}`));
      return told.size / (4 * createCenter(DEFAULT_PROFILE, SEED).agents.length);
    });
    for (const share of shares) expect(share).toBeGreaterThan(0.95);
  });
});
