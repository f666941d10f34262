import type { Complaints } from '../../center/config/complaints.ts';
import type { Parameters } from '../../lib/clickhouse/client.ts';
import { complaintTags } from '../complaints/reasons.ts';

/** What makes a conversation a difficult one, as SQL over `conversation_id`, `spent_ms` so far, and `usual_ms` (0: not known). */
interface Sign {
  id: string;
  condition: string;
}

/** The worst box of four and fewer, the two worst of five and more. */
const BAD_RATING = "label = 'csat' AND score <= if(scale >= 5, 2, 1)";

/** Conversations with such a fact since {since:Int64}, UTC ms; it may also come after the handling, as ratings do. */
const withFact = (fact: string, condition = 'TRUE') =>
  `conversation_id IN (SELECT conversation_id FROM facts FINAL
    WHERE fact = '${fact}' AND at >= fromUnixTimestamp64Milli({since:Int64}) AND ${condition})`;

/**
 * The signs of a difficult conversation. One that text tells, such as a negative sentiment, is one more entry here as soon
 * as there is a fact of it.
 */
export function signsOf(complaints: Complaints): { signs: readonly Sign[]; params: Parameters } {
  const tags = complaintTags(complaints);
  return {
    signs: [
      { id: 'complaint', condition: withFact('tag', tags.condition) },
      { id: 'escalated', condition: withFact('escalation') },
      { id: 'badly_rated', condition: withFact('rating', BAD_RATING) },
      { id: 'long', condition: 'usual_ms > 0 AND spent_ms > 2 * usual_ms' },
    ],
    params: tags.params,
  };
}
