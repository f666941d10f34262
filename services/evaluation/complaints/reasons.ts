import type { Complaints } from '../../center/config/complaints.ts';
import type { Parameters } from '../../lib/clickhouse/client.ts';

/** Where nobody says what a complaint is: tags that begin like this, each a reason of its own. */
const USUAL = 'complaint';

/** Which facts `tag` are of complaints, and for which reason, as SQL over the column `label`. */
export interface ComplaintTags {
  condition: string;
  /** The id of the reason; '' for none. */
  reason: string;
  params: Parameters;
}

export function complaintTags({ reasons }: Complaints): ComplaintTags {
  if (reasons.length === 0)
    return {
      condition: 'startsWith(label, {complaint:String})',
      reason: 'label::String',
      params: { complaint: USUAL },
    };
  const pairs = reasons.flatMap(({ id, tags }) => tags.map((tag) => ({ id, tag })));
  return {
    condition: 'label IN {complaint_tags:Array(String)}',
    reason: "transform(label::String, {complaint_tags:Array(String)}, {complaint_reasons:Array(String)}, '')",
    params: { complaint_tags: pairs.map(({ tag }) => tag), complaint_reasons: pairs.map(({ id }) => id) },
  };
}

/** What a reason is called, and its tags: of one that the configuration does not name, its tag. */
export function reasonNamed({ reasons }: Complaints, id: string): { title: string; tags: readonly string[] } {
  const known = reasons.find((one) => one.id === id);
  return known === undefined
    ? { title: id, tags: [id] }
    : { title: known.title ?? known.id, tags: known.tags };
}
