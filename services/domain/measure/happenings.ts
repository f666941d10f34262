import { endFact, type Fact, type FactName, factOf } from './fact.ts';
import type { Moment } from './moments.ts';
import type { Sheet } from './sheet.ts';
import type { Subject } from './subject.ts';

/**
 * The facts that are a moment: transfers, escalations, surveys sent and answers to them. Who answers a survey
 * again has thought better of it: the last answer to each of its questions counts.
 */
export function happenings({ timeline, moments }: Subject, { spans }: Sheet): void {
  const { events } = timeline;
  let transfers = 0;
  let escalations = 0;
  let surveys = 0;
  const ratings = new Map<string, Fact>();
  for (let i = 0; i < events.length; i++) {
    const { body, occurredAt: at } = events[i]!;
    const moment = moments[i]!;
    switch (body.type) {
      case 'transferred':
        spans.push(happening('transfer', at, moment, transfers++, body.to_queue));
        break;
      case 'escalated':
        spans.push(happening('escalation', at, moment, escalations++, body.level ?? ''));
        break;
      case 'sent':
        spans.push(happening('survey_sent', at, moment, surveys++, body.kind));
        break;
      case 'answered': {
        if (!('survey_id' in body)) break;
        const question = `${body.kind}/${body.survey_id}/${body.criterion ?? ''}`;
        const rating = happening('rating', at, moment, ratings.get(question)?.seq ?? ratings.size, body.kind);
        rating.score = body.score;
        rating.scale = body.scale_max;
        ratings.set(question, rating);
        break;
      }
    }
  }
  for (const rating of ratings.values()) spans.push(rating);
}

function happening(name: FactName, at: number, moment: Moment, seq: number, label: string): Fact {
  const fact = endFact(factOf(name, at, seq, moment), at, 'done');
  fact.label = label;
  return fact;
}
