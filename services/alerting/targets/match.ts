import type { TargetRule } from '../../center/config/alerting/rules.ts';
import type { Target } from './target.ts';

/** Whether a rule is about a target. A field without values is no condition. */
export function isAbout({ when }: TargetRule, target: Target): boolean {
  return (
    allows(when.metric, target.metric) &&
    allows(when.queue, target.queue) &&
    allows(when.team, target.team) &&
    allows(when.channel, target.channel) &&
    allows(when.priority, target.priority) &&
    allows(when.customerTier, target.customerTier) &&
    allows(when.policy, target.policy)
  );
}

function allows(values: readonly string[], value: string): boolean {
  return values.length === 0 || values.includes(value);
}
