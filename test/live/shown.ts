import type { Timeline } from '../../services/domain/timeline/timeline.ts';
import type { LiveFact } from '../../services/live/live-fact.ts';
import type { Mirror } from '../../services/live/mirror.ts';

/** What a mirror shows of a conversation, to be compared with `traitsOf` of its facts. */
export function shownOf({ rows, idOf }: Mirror, id: string): string[] {
  const { kind, at, owner, traits, end } = rows.columns;
  const own = Array.from({ length: end }, (_, row) => row).filter(
    (row) => kind[row] !== 0 && idOf(owner[row]!) === id,
  );
  return own.map((row) => JSON.stringify([at[row], rows.traits.of(traits[row]!)])).sort();
}

export const traitsOf = (fact: LiveFact, { channel }: Pick<Timeline, 'channel'>) => ({
  ...{ queue: fact.queue, channel, team: fact.team, agent: fact.agent, priority: fact.priority },
  ...{ customer_tier: fact.customerTier, policy: fact.policy, label: fact.label },
});
