import type { Target } from '../../services/alerting/targets/target.ts';
import type { AlertRule, FigureRule, TargetRule } from '../../services/center/config/alerting/rules.ts';
import type { Alerting } from '../../services/center/config/alerting.ts';
import { parseContactCenter } from '../../services/center/contact-center.ts';

/** The alerting section of a configuration with nothing else in it but calendars. */
export function alertingOf(section: object, calendars: Record<string, object> = {}): Alerting {
  return parseContactCenter(JSON.stringify({ calendars, alerting: section }), 'test.yaml').alerting;
}

/** A rule as the configuration gives it. */
export function ruleOf(rule: object): TargetRule {
  return alertingOf({ rules: [rule] }).rules[0] as TargetRule;
}

/** A rule about a figure as the configuration gives it. */
export function figureRuleOf<Kind extends FigureRule['kind']>(
  rule: { kind: Kind } & Record<string, unknown>,
): Extract<AlertRule, { kind: Kind }> {
  return alertingOf({ rules: [rule] }).rules[0] as Extract<AlertRule, { kind: Kind }>;
}

/** A running first response of one conversation; fields may be others. */
export function targetOf(fields: Partial<Target> = {}): Target {
  return {
    stream: 'tickets',
    conversationId: 'c1',
    metric: 'first_response',
    seq: 0,
    queue: 'billing',
    team: 'desk',
    agent: '',
    channel: 'email',
    priority: 'normal',
    customerTier: '',
    policy: 'standard',
    state: 'active',
    dueAt: 0,
    budgetMs: 3_600_000,
    spentMs: 0,
    ...fields,
  };
}
