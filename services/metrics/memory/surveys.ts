import { holds } from '../evaluate/fold.ts';
import { REVIEWS } from '../rows/surveys.ts';
import type { FactRow, PlacedRow } from './rows.ts';

/** What was known of a conversation from an instant on. */
interface Known {
  since: number;
  fact: FactRow;
}

/** Survey facts with the dimensions of their conversations, as the SQL of `rows/surveys.ts` has it. */
export function attributeSurveys(surveys: readonly FactRow[], facts: readonly FactRow[]): FactRow[] {
  return surveys.map((survey) => {
    const known = facts
      .filter(({ conversation_id }) => conversation_id === survey.conversation_id)
      .flatMap((fact): Known[] => {
        const since = sinceOf(fact);
        return since === null || since > survey.at ? [] : [{ since, fact }];
      });
    const newest = known.toSorted(compare).at(-1)?.fact;
    if (newest === undefined) return survey;
    const isReview = holds(REVIEWS, survey as PlacedRow['row'], survey.at);
    const isOwnAgent = newest.agent === '' || (survey.agent !== '' && isReview);
    return {
      ...survey,
      queue: newest.queue || survey.queue,
      channel: newest.channel || survey.channel,
      priority: newest.priority || survey.priority,
      customer_tier: newest.customer_tier || survey.customer_tier,
      policy: newest.policy || survey.policy,
      agent: isOwnAgent ? survey.agent : newest.agent,
      team: (isOwnAgent && survey.team !== '') || newest.team === '' ? survey.team : newest.team,
    };
  });
}

/** From when on a fact tells what its conversation is like, UTC ms; null if it does not. */
function sinceOf({ fact, label, stream, at, ended_at }: FactRow): number | null {
  switch (fact) {
    case 'conversation':
      return Number(stream === 'chats');
    case 'first_resolution':
    case 'total_resolution':
      return ended_at;
    case 'status_spell':
      return label === 'solved' ? at : null;
    default:
      return null;
  }
}

/** By time; of one instant, in an order that is the same whatever order they come in. */
function compare(a: Known, b: Known): number {
  if (a.since !== b.since) return a.since - b.since;
  if (a.fact.at !== b.fact.at) return a.fact.at - b.fact.at;
  for (const column of ['fact', 'stream', 'seq'] as const) {
    if (a.fact[column] !== b.fact[column]) return a.fact[column] < b.fact[column] ? -1 : 1;
  }
  return 0;
}
