import type { Dimensions, Fact } from '../../services/domain/measure/fact.ts';
import type { Timeline } from '../../services/domain/timeline/timeline.ts';
import { endedHandling, endedStay, windowOf } from '../../services/live/lately-rows.ts';
import { latelyOf, openFactsOf } from '../../services/live/live-fact.ts';
import type { Mirror } from '../../services/live/mirror.ts';

/** What a mirror shows of a conversation at `now` (UTC ms), to be compared with `expectedOf` its facts. */
export function shownOf({ rows, lately, idOf }: Mirror, id: string, now: number): string[] {
  const { kind, at, owner, traits, end } = rows.columns;
  const open = range(end).filter((row) => kind[row] !== 0 && idOf(owner[row]!) === id);
  const of = lately.rows.columns;
  const ended = range(of.end).filter((row) => of.mark[row] !== 0 && idOf(of.owner[row]!) === id);
  return [
    ...open.map((row) => JSON.stringify([at[row], rows.traits.of(traits[row]!)])),
    ...ended.flatMap((row) =>
      endedText(
        { mark: of.mark[row]!, time: of.time[row]!, value: of.value[row]! },
        rows.traits.of(of.traits[row]!),
        now,
      ),
    ),
  ].sort();
}

/** The same of the facts themselves. */
export function expectedOf(facts: readonly Fact[], timeline: Pick<Timeline, 'channel'>, now: number) {
  const live = { facts: openFactsOf(facts), lately: latelyOf(facts, now) };
  return [
    ...live.facts.map((fact) => JSON.stringify([fact.at, traitsOf(fact, timeline, fact.label)])),
    ...live.lately.stays.flatMap((one) => endedText(endedStay(one), traitsOf(one, timeline), now)),
    ...live.lately.handled.flatMap((one) => endedText(endedHandling(one)!, traitsOf(one, timeline), now)),
  ].sort();
}

function endedText({ mark, time, value }: ReturnType<typeof endedStay>, traits: object, now: number) {
  return time < now - windowOf(mark) ? [] : [JSON.stringify(['ended', mark, time, value, traits])];
}

const traitsOf = (of: Dimensions, { channel }: Pick<Timeline, 'channel'>, label = '') => ({
  ...{ queue: of.queue, channel, team: of.team, agent: of.agent, priority: of.priority },
  ...{ customer_tier: of.customerTier, policy: of.policy, label },
});

const range = (end: number) => Array.from({ length: end }, (_, i) => i);
