import { expect, it } from 'vitest';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import type { FaultsError } from '../../../services/lib/errors.ts';

const read = (section: string) => parseContactCenter(`retention: ${section}\n`, 'test.yaml').retention;

function faultsOf(section: string): string[] {
  try {
    read(section);
    return [];
  } catch (error) {
    return (error as FaultsError).faults.map(({ path, message }) => `${path}: ${message}`);
  }
}

it('is in days, or for ever; what is not given is not said', () => {
  expect(read('{ events: 400d, facts: 800d, alerts: forever }')).toEqual({
    events: 400,
    facts: 800,
    alerts: null,
  });
  expect(parseContactCenter('', 'test.yaml').retention).toEqual({});
});

it('refuses what is shorter than what the product needs, and says why', () => {
  expect(faultsOf('{ events: 30d }')).toEqual([
    'retention.events: must be 90d or more: conversations go on for weeks, and each is measured from all of its events',
  ]);
  expect(faultsOf('{ deadLetters: 3d }')).toEqual([
    'retention.deadLetters: must be 14d or more: verify looks up every record that Kafka still has',
  ]);
});

it('refuses facts that go before the events that they are measured from', () => {
  const fault =
    'retention.facts: must not be shorter than events, which are given too: verify would find them missing';
  expect(faultsOf('{ facts: 100d }')).toEqual([fault]);
  expect(faultsOf('{ facts: 100d, events: 200d }')).toEqual([fault]);
  expect(faultsOf('{ facts: 100d, events: forever }')).toEqual([fault]);
  expect(faultsOf('{ facts: 200d, events: 100d }')).toEqual([]);
});

it('has no retention of roll-ups, parts of days, or things that it does not know', () => {
  expect(faultsOf('{ rollups: 400d }')).toEqual([
    'retention.rollups: cannot be given: a depth is the sum of all hours before',
  ]);
  expect(faultsOf('{ events: 100d5h }')).toEqual(['retention.events: must be whole days']);
  expect(faultsOf('{ evnts: 100d }')).toHaveLength(1);
});
