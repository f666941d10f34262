/** The demonstration: what was changed in the simulated center is found, and nothing else. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ComparedMetric } from '../../../services/evaluation/compare/compare.ts';
import { PLANTED_CHANGE } from '../../../services/simulator/planted-change.ts';
import { startClickHouseForTests } from '../../support/embedded-clickhouse.ts';
import { FOLLOWS, plantedComparison } from './planted.ts';

/** A Friday, so that the weeks around the change are of autumn and of one time of the year. */
const HISTORY_END = Date.parse('2025-10-24T09:30:00Z');

/**
 * How far an effect is from what was found, in about the standard errors that its interval of 95 % is made of. That interval
 * misses one true effect of twenty, so a test that asks to lie in it fails with some other simulation that is as right.
 */
function standardErrorsFrom(effect: number, { interval }: ComparedMetric): number {
  const { lower, upper } = interval!;
  return Math.abs((lower + upper) / 2 - effect) / ((upper - lower) / 2 / 1.96);
}

describe('before and after the change in the simulated center', () => {
  let compared: ComparedMetric[];
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const server = await startClickHouseForTests();
    stop = () => server.stop();
    compared = await plantedComparison(server.url, { seed: 1, historyEnd: HISTORY_END });
  });
  afterAll(() => stop?.());

  it('the share of reopened e-mails is found to be lower, by about what it was lowered by', () => {
    const { before, after } = PLANTED_CHANGE.reopened;
    const reopened = compared.find(({ metric }) => metric.id === 'reopen_rate')!;
    expect(reopened.significant).toBe(true);
    expect(standardErrorsFrom(after - before, reopened)).toBeLessThan(3);
    expect(reopened.warnings.map(({ kind }) => kind)).not.toContain('trend');
  });

  it('first contact resolution is found to be higher by as much, as it leaves out what is reopened', () => {
    const { before, after } = PLANTED_CHANGE.reopened;
    const fcr = compared.find(({ metric }) => metric.id === 'fcr')!;
    expect(fcr.interval!.lower).toBeGreaterThan(0);
    expect(standardErrorsFrom(before - after, fcr)).toBeLessThan(3);
  });

  it('nothing else is found, of all metrics of the catalogue that e-mails have', () => {
    expect(compared.filter(({ p }) => p !== null).length).toBeGreaterThan(25);
    const found = compared.filter(({ significant }) => significant).map(({ metric }) => metric.id);
    expect(found.filter((id) => !(id in FOLLOWS))).toEqual([]);
  });
});
