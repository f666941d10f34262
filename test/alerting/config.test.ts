import { expect, it } from 'vitest';
import { parseContactCenter } from '../../services/lib/config/contact-center.ts';
import type { FaultsError } from '../../services/lib/errors.ts';

const FAULTY = `alerting:
  rules:
    - { id: a, kind: sla_breach }
    - { id: a, kind: sla_breach }
    - { id: b, kind: sla_warning, used: 0.8, left: 10m }
    - { id: c, kind: sla_breach, severity: loud }
  channels:
    - { id: hook, kind: webhook, url: "ftp://example.org", secretFile: s }
  allowNetworks: [10.0.0.1]
  routes:
    - { channels: [nowhere] }
`;

it('every fault of the alerting section is told with its line', () => {
  let faults: { path: string; line?: number }[] = [];
  try {
    parseContactCenter(FAULTY, 'test.yaml');
  } catch (error) {
    faults = (error as FaultsError).faults.map(({ path, line }) => ({ path, line: line! }));
  }
  expect(faults).toEqual([
    { path: 'alerting.rules[2].used', line: 5 },
    { path: 'alerting.rules[3].severity', line: 6 },
    { path: 'alerting.channels[0].url', line: 8 },
    { path: 'alerting.allowNetworks[0]', line: 9 },
  ]);
});

it('ids that are there twice and channels that are not there are told once all else is right', () => {
  const text = `alerting:
  rules:
    - { id: a, kind: sla_breach }
    - { id: a, kind: sla_breach }
  routes:
    - { channels: [nowhere] }
`;
  expect(() => parseContactCenter(text, 'test.yaml')).toThrow(
    /line 4, alerting.rules\[1\].id: a is there twice\n.*line 6, alerting.routes\[0\].channels\[0\]: there is no channel nowhere/,
  );
});
