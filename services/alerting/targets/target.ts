import type { TargetRule } from '../../center/config/alerting/rules.ts';
import type { AlertSubject } from '../alert.ts';

/** A running SLA target, or one that was missed. */
export interface Target extends AlertSubject {
  /** UTC ms. */
  dueAt: number;
  state: 'active' | 'breached';
  budgetMs: number;
  /** Of a running target: what of the budget was spent when its clock last began to run, ms. */
  spentMs: number;
}

/** Names a target for as long as it lives, wherever its due time moves. */
export function targetKey({ stream, conversationId, seq }: AlertSubject): string {
  return `${stream}\n${conversationId}\n${seq}`;
}

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
