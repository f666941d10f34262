import { expect, it } from 'vitest';
import { createInhibitor } from '../../../services/alerting/notify/inhibitor.ts';
import { alertOf } from '../alerts.ts';
import { alertingOf } from '../support.ts';

const inhibitorOf = (rule: object) => createInhibitor(alertingOf({ inhibit: [rule] }).inhibit);
const breach = alertOf({ id: 'breach', kind: 'sla_breach' });
const warning = alertOf({ id: 'warning', kind: 'sla_warning' });
const over = { state: 'resolved', version: 2 } as const;

it('a target is inhibited while a source fires that has the same labels', () => {
  const inhibitor = inhibitorOf({
    source: { kind: 'sla_breach' },
    target: { kind: 'sla_warning' },
    equal: ['queue'],
  });
  expect(inhibitor.isInhibited(warning)).toBe(false);
  inhibitor.put(breach);
  expect(inhibitor.isInhibited(warning)).toBe(true);
  expect(inhibitor.isInhibited({ ...warning, queue: 'vip' })).toBe(false);
  expect(inhibitor.put({ ...breach, ...over })).toBe(true);
  expect(inhibitor.isInhibited(warning)).toBe(false);
});

it('labels that neither has are alike', () => {
  const inhibitor = inhibitorOf({
    source: { kind: 'sla_breach' },
    target: { kind: 'sla_warning' },
    equal: ['region'],
  });
  inhibitor.put(breach);
  expect(inhibitor.isInhibited(warning)).toBe(true);
});

it('the last source to end sets the target free', () => {
  const inhibitor = inhibitorOf({ source: { kind: 'sla_breach' }, target: { kind: 'sla_warning' } });
  inhibitor.put(breach);
  inhibitor.put({ ...breach, id: 'other' });
  inhibitor.put({ ...breach, ...over });
  expect(inhibitor.isInhibited(warning)).toBe(true);
  inhibitor.put({ ...breach, ...over, id: 'other' });
  expect(inhibitor.isInhibited(warning)).toBe(false);
});

it('alerts that match both sides do not inhibit each other, but are inhibited by others', () => {
  const inhibitor = inhibitorOf({
    source: { severity: ['critical', 'warning'] },
    target: { severity: ['warning', 'info'] },
  });
  const one = alertOf({ id: 'one', severity: 'warning' });
  inhibitor.put(one);
  inhibitor.put({ ...one, id: 'two' });
  expect(inhibitor.isInhibited(one)).toBe(false);
  expect(inhibitor.isInhibited({ ...one, severity: 'info' })).toBe(true);
  inhibitor.put(alertOf({ id: 'three', severity: 'critical' }));
  expect(inhibitor.isInhibited(one)).toBe(true);
});
