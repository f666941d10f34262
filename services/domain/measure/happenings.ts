import type { Timeline } from '../timeline/timeline.ts';
import { type Dimensions, endFact, type Fact, type FactName, factOf } from './fact.ts';

/** The facts that are a moment: transfers, escalations, surveys sent and answers to them. */
export function happenings(timeline: Timeline, moments: readonly Dimensions[]): Fact[] {
  const facts: Fact[] = [];
  const counts = new Map<FactName, number>();
  const happen = (name: FactName, i: number): Fact => {
    const seq = counts.get(name) ?? 0;
    counts.set(name, seq + 1);
    const at = timeline.events[i]!.occurredAt;
    const fact = endFact(factOf(name, at, seq, moments[i]!), at, 'done');
    facts.push(fact);
    return fact;
  };
  timeline.events.forEach((event, i) => {
    const body = event.body;
    switch (body.type) {
      case 'transferred':
        happen('transfer', i).label = body.to_queue;
        break;
      case 'escalated':
        happen('escalation', i).label = body.level ?? '';
        break;
      case 'sent':
        happen('survey_sent', i).label = body.kind;
        break;
      case 'answered':
        if ('survey_id' in body) {
          const rating = happen('rating', i);
          rating.label = body.kind;
          rating.score = body.score;
          rating.scale = body.scale_max;
        }
        break;
    }
  });
  return facts;
}
