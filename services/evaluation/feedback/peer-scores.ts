import { DateTime } from 'luxon';
import type { ContactCenter } from '../../center/contact-center.ts';
import { aggregateOf, type Block } from '../../domain/feedback/blocks.ts';
import { aggregateInterval } from '../../domain/feedback/feedback.ts';
import { quartersOf } from '../../domain/feedback/quarters.ts';
import type { Measured } from '../../domain/scorecard/scorecard.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import type { Of } from '../figures.ts';
import type { PeriodRange } from '../periods.ts';
import { readBlocks } from './feedback.ts';

/** The quarters that a period is made of; none where it is not whole quarters on the clocks of the zone. */
export function wholeQuarters({ from, to }: PeriodRange, zone: string): string[] {
  const isBegin = (at: number) => DateTime.fromMillis(at, { zone }).startOf('quarter').toMillis() === at;
  return isBegin(from) && isBegin(to) ? quartersOf({ from, to }) : [];
}

/**
 * What those around them say of agents, teams or the center (under the id ``), all dimensions together: made of what is
 * released, and so of whole quarters only. Agents are of the team that they are of now.
 *
 * @param teams only agents of these, where some are named
 * @param now UTC ms
 */
export async function readPeerScores(
  deps: { clickhouse: ClickHouse; center: ContactCenter; now: number },
  quarters: readonly string[],
  of: Of,
  teams: readonly string[] = [],
): Promise<Map<string, Measured>> {
  const teamOf = new Map(deps.center.agents.map(({ id, team }) => [id, team ?? '']));
  const subjects = new Map<string, Block[]>();
  for (const block of await readBlocks(deps, quarters)) {
    const team = teamOf.get(block.agent) ?? '';
    if (teams.length > 0 && !teams.includes(team)) continue;
    const subject = { agent: block.agent, team, center: '' }[of];
    getOrInsert(subjects, subject, () => []).push(block);
  }
  return new Map(
    [...subjects].map(([subject, blocks]): [string, Measured] => {
      const aggregate = aggregateOf(blocks)!;
      const interval = aggregateInterval(aggregate);
      const { value, n } = aggregate;
      return [subject, { value, n, interval: interval && { ...interval, method: 'wilson' } }];
    }),
  );
}
