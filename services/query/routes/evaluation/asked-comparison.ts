import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { DatedChange } from '../../../center/changes.ts';
import { homeZone } from '../../../center/home-zone.ts';
import { allChanges } from '../../../evaluation/changes.ts';
import { journalOf } from '../../../evaluation/journal/journal.ts';
import type { Fault } from '../../../lib/errors.ts';
import type { QueryDeps } from '../../deps.ts';
import { concerns } from '../../own-comparison.ts';
import { refuse } from '../parameters.ts';
import { type AskedComparison, type compareParameters, readComparison } from './compare-parameters.ts';

/**
 * What a comparison is asked of, and the changes that the caller may know of.
 *
 * @param now UTC ms
 * @throws HttpProblem 400 with every fault
 */
export async function askedComparison(
  { clickhouse, center }: Pick<QueryDeps, 'clickhouse' | 'center'>,
  query: z.output<typeof compareParameters>,
  principal: FastifyRequest['principal'],
  now: number,
): Promise<AskedComparison & { changes: readonly DatedChange[] }> {
  const changes = (await allChanges(center(), journalOf(clickhouse))).filter((one) =>
    concerns(one, principal?.scope ?? {}, center()),
  );
  const faults: Fault[] = [];
  const asked = readComparison(query, { changes, homeZone: homeZone(center()), now }, faults);
  refuse(faults);
  return { ...asked, changes };
}
