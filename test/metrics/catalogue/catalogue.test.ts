import { readFileSync } from 'node:fs';
import { expect, it, describe as suite } from 'vitest';
import { CATALOGUE, describe, findMetric } from '../../../services/metrics/catalogue/index.ts';
import { cataloguePage } from '../../../services/metrics/catalogue/page.ts';

suite('the metric catalogue', () => {
  it('names each metric once', () => {
    const ids = CATALOGUE.map((metric) => metric.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has ids that can stand in SQL as they are', () => {
    for (const { id } of CATALOGUE) expect(id).toMatch(/^[a-z][a-z0-9_]*$/);
  });

  it('says of each what it is, in which unit, when it counts and by what it can be grouped', () => {
    for (const metric of CATALOGUE.map(describe)) {
      expect(metric.title.length, metric.id).toBeGreaterThan(2);
      expect(metric.definition.length, metric.id).toBeGreaterThan(10);
      expect(metric.dimensions.length, metric.id).toBeGreaterThan(0);
    }
  });

  it('has the metrics that METRICS.md names', () => {
    const named =
      'offered answered abandoned short_abandons service_level abandonment_rate asa wait_p50 wait_p90 wait_p95 ' +
      'wait_p99 aht queue_depth longest_wait first_response_mean next_response_mean assignment_mean ' +
      'first_resolution_mean total_resolution_mean requester_wait_mean agent_work_mean periodic_update_mean ' +
      'pausable_update_mean sla_attainment occupancy utilisation slot_utilisation adherence conformance csat nps ' +
      'ces fcr one_touch_rate reopen_rate transfer_rate escalation_rate bot_containment bot_deflection ' +
      'bot_resolution backlog';
    expect(named.split(' ').filter((id) => findMetric(id) === undefined)).toEqual([]);
  });

  it('is what docs/metrics.md says (npm run generate)', () => {
    expect(readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8')).toBe(cataloguePage());
  });
});
