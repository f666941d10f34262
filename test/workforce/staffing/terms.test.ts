import { describe, expect, test } from 'vitest';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import { modelOf, termsOf } from '../../../services/workforce/staffing/terms.ts';

const parse = (staffing: string) =>
  parseContactCenter(
    `
calendars: { office: { zone: UTC, weekly: 24x7 }, night: { zone: UTC, weekly: 24x7 } }
defaultCalendar: office
queues:
  - { id: billing, serviceLevel: 30s, serviceLevelByChannel: { chat: 60s, email: 1h }, calendar: night }
  - { id: orders }
workforce:
  staffing: ${staffing}
`,
    'test.yaml',
  );

describe('what a series is staffed by', () => {
  const plain = parse('[]');

  test('is 80 % within the threshold of the queue and channel, 30 % shrinkage, at most 85 % busy', () => {
    expect(termsOf(plain, { queue: 'billing', channel: 'voice' })).toEqual({
      goal: { serviceLevel: 0.8, thresholdMs: 30_000, maxOccupancy: 0.85 },
      shrinkage: 0.3,
      maxAbandonment: 1,
      ahtMs: null,
      patienceMs: null,
      concurrency: 1,
      deferredMs: null,
      calendar: 'night',
    });
    expect(termsOf(plain, { queue: 'billing', channel: 'chat' }).goal.thresholdMs).toBe(60_000);
    expect(termsOf(plain, { queue: 'orders', channel: 'chat' }).goal.thresholdMs).toBe(20_000);
    expect(termsOf(plain, { queue: 'unlisted', channel: 'voice' })).toMatchObject({
      goal: { thresholdMs: 20_000 },
      calendar: 'office',
    });
  });

  test('for what is written is to be done in its time, four hours if the queue has none', () => {
    const deferred = (queue: string, channel: string) => termsOf(plain, { queue, channel }).deferredMs;
    expect(deferred('billing', 'email')).toBe(3_600_000);
    expect(['email', 'web', 'social', 'api'].map((channel) => deferred('orders', channel))).toEqual([
      14_400_000, 14_400_000, 14_400_000, 14_400_000,
    ]);
    expect(['voice', 'chat', 'messaging'].map((channel) => deferred('orders', channel))).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('is what the first entry that matches says, and nothing of later ones', () => {
    const center = parse(`
    - { queue: billing, channel: [chat, messaging], goal: 0.7, concurrency: 3 }
    - { channel: chat, within: 90s, patience: 3m, shrinkage: 0.25, maxOccupancy: 0.9, aht: 6m }
    - { queue: orders, deferred: 8h }
    - { channel: social, deferred: 0s }
    - { goal: 0.9 }`);
    expect(termsOf(center, { queue: 'billing', channel: 'chat' })).toMatchObject({
      goal: { serviceLevel: 0.7, thresholdMs: 60_000 },
      concurrency: 3,
      patienceMs: null,
      shrinkage: 0.3,
    });
    expect(termsOf(center, { queue: 'orders', channel: 'chat' })).toMatchObject({
      goal: { serviceLevel: 0.8, thresholdMs: 90_000, maxOccupancy: 0.9 },
      patienceMs: 180_000,
      ahtMs: 360_000,
      shrinkage: 0.25,
      deferredMs: null,
    });
    expect(termsOf(center, { queue: 'orders', channel: 'voice' }).deferredMs).toBe(8 * 3_600_000);
    expect(termsOf(center, { queue: 'billing', channel: 'social' }).deferredMs).toBeNull();
    expect(termsOf(center, { queue: 'billing', channel: 'voice' }).goal.serviceLevel).toBe(0.9);
    expect(termsOf(center, { queue: null, channel: null }).goal.serviceLevel).toBe(0.9);
  });

  test('is what is asked, before all else', () => {
    const center = parse('[{ goal: 0.9, within: 10s, patience: 3m, concurrency: 2 }]');
    const asked = { goal: 0.7, withinMs: 40_000, patienceMs: 60_000, concurrency: 4, shrinkage: 0 };
    expect(termsOf(center, { queue: 'billing', channel: 'voice' }, asked)).toMatchObject({
      goal: { serviceLevel: 0.7, thresholdMs: 40_000 },
      patienceMs: 60_000,
      concurrency: 4,
      shrinkage: 0,
    });
  });

  test('decides the model: Erlang A where a patience is known, C elsewhere, neither for what can wait', () => {
    const model = (channel: string, asked = {}) =>
      modelOf(termsOf(plain, { queue: 'orders', channel }, asked));
    expect(model('voice')).toBe('erlang_c');
    expect(model('voice', { patienceMs: 1_000 })).toBe('erlang_a');
    expect(model('email', { patienceMs: 1_000 })).toBe('deferred');
  });
});

test('faults of the configuration are told with their place, all at once', () => {
  const faults = (staffing: string) => {
    try {
      parse(staffing);
    } catch (error) {
      return (error as { faults: { path: string; message: string }[] }).faults.map(
        ({ path, message }) => `${path}: ${message}`,
      );
    }
    return [];
  };
  expect(
    faults(
      '[{ goal: 1, shrinkage: 1, concurrency: 0, aht: 6, maxOccupancy: 1.1, patience: 5ms, queues: billing }]',
    ),
  ).toEqual([
    expect.stringMatching(/^workforce\.staffing\[0\]\.goal: must be below 1, such as 0\.8$/),
    expect.stringMatching(/^workforce\.staffing\[0\]\.shrinkage: must be below 1, such as 0\.3$/),
    expect.stringMatching(/^workforce\.staffing\[0\]\.maxOccupancy: /),
    expect.stringMatching(/^workforce\.staffing\[0\]\.aht: must be a duration/),
    expect.stringMatching(/^workforce\.staffing\[0\]\.patience: must be a second or more/),
    expect.stringMatching(/^workforce\.staffing\[0\]\.concurrency: /),
    expect.stringMatching(/^workforce\.staffing\[0\]: .*queues/),
  ]);
  expect(faults('[{ queue: biling }]')).toEqual(['workforce.staffing[0].queue: there is no queue biling']);
});
