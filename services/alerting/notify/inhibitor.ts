import type { Inhibition } from '../../center/config/alerting/routes.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import type { Alert } from '../alert.ts';
import { labelsOf } from '../message.ts';
import { type Labels, matches } from './silences.ts';

/** Knows which alerts are not worth telling while another fires. */
export interface Inhibitor {
  /** Takes an alert's newest state. True: what it inhibited may be told now. */
  put(alert: Alert): boolean;
  isInhibited(alert: Alert): boolean;
}

/** Ids of the alerts that fire with the same values of the labels that must be alike. */
interface Sources {
  /** They match the rule's source alone. */
  plain: Set<string>;
  /** They match its target too. */
  both: Set<string>;
}

/**
 * As Alertmanager does it: an alert that matches both sides of a rule is not inhibited by alerts that match both as
 * well, and so not by itself.
 */
export function createInhibitor(rules: readonly Inhibition[]): Inhibitor {
  const sourcesOf = rules.map(() => new Map<string, Sources>());

  return {
    put(alert) {
      if (rules.length === 0) return false;
      const labels = labelsOf(alert);
      let freed = false;
      rules.forEach((rule, i) => {
        if (!matches(rule.source, labels)) return;
        const key = equalKey(rule, labels);
        const sources = getOrInsert(sourcesOf[i]!, key, () => ({ plain: new Set(), both: new Set() }));
        const side = matches(rule.target, labels) ? sources.both : sources.plain;
        if (alert.state === 'firing') side.add(alert.id);
        else freed = side.delete(alert.id) || freed;
        if (sources.plain.size + sources.both.size === 0) sourcesOf[i]!.delete(key);
      });
      return freed;
    },
    isInhibited(alert) {
      if (rules.length === 0) return false;
      const labels = labelsOf(alert);
      return rules.some((rule, i) => {
        if (!matches(rule.target, labels)) return false;
        const sources = sourcesOf[i]!.get(equalKey(rule, labels));
        if (sources === undefined) return false;
        return sources.plain.size > 0 || (sources.both.size > 0 && !matches(rule.source, labels));
      });
    },
  };
}

function equalKey({ equal }: Inhibition, labels: Labels): string {
  return JSON.stringify(equal.map((name) => labels[name] ?? ''));
}
