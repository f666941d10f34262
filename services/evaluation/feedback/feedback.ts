import type { ContactCenter } from '../../center/contact-center.ts';
import { type Block, releasedBlocks } from '../../domain/feedback/blocks.ts';
import { type DimensionFeedback, feedbackOf, selvesOf } from '../../domain/feedback/feedback.ts';
import { type QualityAnswer, type QualityFigures, qualityOf } from '../../domain/feedback/quality.ts';
import { isTold, quarterBegin } from '../../domain/feedback/quarters.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import { listedSubjects, type Subject, unlistedSubjects } from '../subjects.ts';
import { readPeerAnswers, readQualityAnswers } from './read-answers.ts';

/** What is said of an agent: by those around it, by itself, and by quality reviews. */
export interface PersonFeedback {
  subject: Subject;
  dimensions: DimensionFeedback[];
  quality: QualityFigures | null;
}

export interface FeedbackRequest {
  /** Quarters that follow one another, at least one; all of them are told of (`isTold`). */
  quarters: readonly string[];
  /** UTC ms, where they begin and end; `to` is not in it. */
  from: number;
  to: number;
}

interface Deps {
  clickhouse: ClickHouse;
  center: () => ContactCenter;
}

/** Feedback on all agents in some quarters. */
export async function readFeedback(
  { clickhouse, center }: Deps,
  { quarters, from, to }: FeedbackRequest,
): Promise<PersonFeedback[]> {
  const config = center();
  const [answers, quality] = await Promise.all([
    readPeerAnswers(clickhouse, from),
    readQualityAnswers(clickhouse, { from, to }),
  ]);
  const blocks = releasedBlocks(answers).filter(({ quarter }) => quarters.includes(quarter));
  const released = { blocks: byAgent(blocks), selves: selvesOf(answers, quarters) };
  const reviews = byAgent(quality);
  const found = [...released.blocks.keys(), ...released.selves.keys(), ...reviews.keys()];
  const subjects = [
    ...listedSubjects(config, 'agent'),
    ...(await unlistedSubjects(clickhouse, config, 'agent', found)),
  ];
  const teams = new Map<string, string[]>();
  for (const { id, team } of subjects) if (team !== '') getOrInsert(teams, team, () => []).push(id);
  const dimensions = config.reviews.peer.dimensions.map(({ id }) => id);
  return subjects.map((subject) => ({
    subject,
    dimensions: feedbackOf(released, subject.id, teams.get(subject.team) ?? [], dimensions),
    quality: qualityOf(reviews.get(subject.id) ?? [], config.reviews.quality.items),
  }));
}

/** The released blocks of some quarters that follow one another. @param now UTC ms */
export async function readBlocks(
  { clickhouse, now }: { clickhouse: ClickHouse; now: number },
  quarters: readonly string[],
): Promise<Block[]> {
  const told = quarters.filter((quarter) => isTold(quarter, now));
  if (told.length === 0) return [];
  const answers = await readPeerAnswers(clickhouse, quarterBegin(told[0]!));
  return releasedBlocks(answers).filter(({ quarter }) => told.includes(quarter));
}

function byAgent<One extends Block | QualityAnswer>(all: readonly One[]): Map<string, One[]> {
  const found = new Map<string, One[]>();
  for (const one of all) getOrInsert(found, one.agent, () => []).push(one);
  return found;
}
