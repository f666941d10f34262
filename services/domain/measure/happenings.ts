import type { SurveyAnswered } from '../../../schemas/types.ts';
import type { ActorKind } from '../timeline/timeline.ts';
import { endFact, type Fact, type FactName, factOf } from './fact.ts';
import type { Moment } from './moments.ts';
import type { Sheet } from './sheet.ts';
import type { Subject } from './subject.ts';

/** How many there were in the events that were read. */
export interface Happened {
  transfers: number;
  escalations: number;
}

/** The facts of tickets and chats that are a moment: transfers and escalations. */
export function happenings({ timeline, moments }: Subject, { spans }: Sheet, happened: Happened): void {
  const { stream, events } = timeline;
  if (stream === 'surveys') return;
  for (let i = 0; i < events.length; i++) {
    const { body, occurredAt: at, actorKind, actorId } = events[i]!;
    // Who gave it on: the colleague who was asked first may have it already.
    if (body.type === 'transferred')
      spans.push(
        happening(
          'transfer',
          at,
          moments[i]!,
          happened.transfers++,
          body.to_queue,
          giverOf(actorKind, actorId),
        ),
      );
    else if (body.type === 'escalated')
      spans.push(happening('escalation', at, moments[i]!, happened.escalations++, body.level ?? ''));
  }
}

/**
 * Surveys sent and answers to them. Who answers a survey again has thought better of it: the last answer to each of its
 * questions counts. A survey is about the agent that it names itself, not about one of an earlier survey; where it names
 * nobody, about whose the conversation was when it was solved, which is looked up where it is asked for: tickets and
 * surveys are sets of their own.
 */
export function surveys({ timeline, moments }: Subject, { spans }: Sheet): void {
  const { stream, events } = timeline;
  if (stream !== 'surveys') return;
  let sent = 0;
  /** The agent that a survey is about, where it says so when it is sent. */
  const named = new Map<string, string>();
  const ratings = new Map<string, Fact>();
  for (let i = 0; i < events.length; i++) {
    const { body, occurredAt: at } = events[i]!;
    const moment = moments[i]!;
    switch (body.type) {
      case 'sent':
        named.set(body.survey_id, body.agent_id ?? '');
        spans.push(happening('survey_sent', at, moment, sent++, body.kind, body.agent_id ?? ''));
        break;
      case 'answered': {
        if (!('survey_id' in body)) break;
        const question = `${body.kind}/${body.survey_id}/${body.criterion ?? ''}`;
        const agent = body.agent_id ?? named.get(body.survey_id) ?? '';
        const seq = ratings.get(question)?.seq ?? ratings.size;
        const rating = happening('rating', at, moment, seq, labelOf(body), agent);
        rating.score = body.score;
        rating.scale = body.scale_max;
        ratings.set(question, rating);
        break;
      }
    }
  }
  for (const rating of ratings.values()) spans.push(rating);
}

/** The items of a quality review are apart from the reviews: a rubric of ten would count for ten reviews. */
function labelOf({ kind, review_id: review }: SurveyAnswered): string {
  return kind === 'quality_review' && review ? 'quality_item' : kind;
}

/** The agent who did it; undefined where nobody says so, or it was no agent. */
function giverOf(kind: ActorKind, id: string): string | undefined {
  return kind === 'agent' && id !== '' ? id : undefined;
}

function happening(
  name: FactName,
  at: number,
  moment: Moment,
  seq: number,
  label: string,
  agent = moment.agent,
): Fact {
  const fact = endFact(factOf(name, at, seq, moment, agent), at, 'done');
  fact.label = label;
  return fact;
}
