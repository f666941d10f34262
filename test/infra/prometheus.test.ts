import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createAlertingMetrics } from '../../services/alerting/metrics.ts';
import { createCollectorMetrics } from '../../services/collector/metrics.ts';
import { createFollowMetrics } from '../../services/follow/metrics.ts';
import { createIngestMetrics } from '../../services/ingest/metrics.ts';
import { createLiveMetrics, createPublisherMetrics } from '../../services/live/metrics.ts';

interface Rule {
  record?: string;
  alert?: string;
  expr: string;
  labels?: { severity: string };
  annotations?: { runbook: string };
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const { groups } = parse(read('infra/prometheus/rules/pipeline.yml')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const runbook = read('docs/runbook.md');

/** Name -> type and labels of every metric that a service makes. */
const registry = new Registry();
createIngestMetrics(registry);
createAlertingMetrics(registry);
createCollectorMetrics(registry);
createFollowMetrics(registry);
createLiveMetrics(registry);
createPublisherMetrics(registry);
const metrics = new Map(
  registry.getMetricsAsArray().map((metric) => {
    const { name, type, labelNames } = metric as unknown as {
      name: string;
      type: string;
      labelNames: string[];
    };
    return [name, { type, labels: labelNames.join(', ') }];
  }),
);
const alerts = rules.filter(({ alert }) => alert !== undefined);

describe('the rules for Prometheus', () => {
  it('ask for metrics that there are', () => {
    const recorded = rules.flatMap(({ record }) => record ?? []);
    const known = new Set([
      ...metrics.keys(),
      ...[...metrics.keys()].map((name) => `${name}_bucket`),
      ...recorded,
    ]);
    const asked = rules.flatMap(({ expr }) => expr.match(/linewatch[\w:]+/g) ?? []);
    expect(asked.length).toBeGreaterThan(10);
    expect([...known]).toEqual(expect.arrayContaining(asked));
  });

  it('say how bad it is, and where to read what to do', () => {
    const anchors = [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
      title!.toLowerCase().replaceAll(' ', '-'),
    );
    expect(alerts.length).toBeGreaterThan(5);
    for (const { alert, labels, annotations } of alerts) {
      expect(['warning', 'critical'], alert).toContain(labels?.severity);
      const [file, anchor] = annotations!.runbook.split('#');
      expect(file, alert).toBe('docs/runbook.md');
      expect(anchors, alert).toContain(anchor);
    }
  });
});

it('no service makes metrics in any other file', () => {
  const makers = readdirSync(path.join(ROOT, 'services'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && /\bmetersOf\(/.test(read(`services/${file}`)))
    .sort();
  expect(makers).toEqual([
    'alerting/metrics.ts',
    'collector/metrics.ts',
    'follow/metrics.ts',
    'ingest/metrics.ts',
    'lib/meters.ts',
    'live/metrics.ts',
  ]);
});

describe('the runbook', () => {
  it('has every metric in its table, with its type and labels', () => {
    const table = [...runbook.matchAll(/^\| `(linewatch_\w+)` \| (\w+) \| ([\w, ]*?) ?\|/gm)].map(
      ([, name, type, labels]) => [name, { type, labels: labels!.trim() }],
    );
    expect(Object.fromEntries(table)).toEqual(Object.fromEntries(metrics));
  });
});
