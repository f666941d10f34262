import { z } from 'zod';
import { noData, surge, threshold } from './figure-rules.ts';
import { type FigureFault, faultsOfSurge, faultsOfThreshold } from './figures.ts';
import { slaBreach, slaWarning } from './target-rules.ts';

export const rule = z.discriminatedUnion('kind', [slaBreach, slaWarning, threshold, surge, noData]);

export type AlertRule = z.output<typeof rule>;
/** About one conversation's target. */
export type TargetRule = Extract<AlertRule, { kind: 'sla_breach' | 'sla_warning' }>;
/** About a figure. */
export type FigureRule = Exclude<AlertRule, TargetRule>;
export type ThresholdRule = Extract<AlertRule, { kind: 'threshold' }>;
export type SurgeRule = Extract<AlertRule, { kind: 'surge' }>;
export type NoDataRule = Extract<AlertRule, { kind: 'no_data' }>;

export function isTargetRule(each: AlertRule): each is TargetRule {
  return each.kind === 'sla_breach' || each.kind === 'sla_warning';
}

/**
 * What is wrong between the fields of a rule whose own shapes are right. Asked for beside its names, so that one look
 * tells all.
 *
 * @param written the rule as it stands in the file
 */
export function faultsOfRule(each: AlertRule, written: unknown): FigureFault[] {
  switch (each.kind) {
    case 'threshold':
      return faultsOfThreshold(each, written);
    case 'surge':
      return faultsOfSurge(each);
    default:
      return [];
  }
}
