import { describe, expect, it } from 'vitest';
import { twilio } from '../../../services/sources/twilio/index.ts';
import { read } from './support/read.ts';
import { asForm, asRest, asStream, type Happened, reservation, sid, task } from './support/records.ts';

/** What of a customer stands in the fields of a callback, and the names of agents. */
const PERSONAL = [
  '+4930123456',
  '4930123456',
  'Erika',
  'Mustermann',
  'ann@example.com',
  'Ann Example',
  'client:ann',
];
const secrets: Happened = {
  TaskCanceledReason: 'Erika Mustermann called from +4930123456',
  TaskQueueName: 'Sales',
  TaskAttributes: JSON.stringify({
    from: '+4930123456',
    name: 'Erika Mustermann',
    customers: { phone: '+4930123456', email: 'erika@example.org' },
  }),
};
const ALL = [
  task('task.created', 0, secrets),
  task('task.canceled', 5, secrets),
  reservation('reservation.accepted', 9, secrets),
  reservation('reservation.completed', 99, secrets),
  task('task.teleported', 1, secrets),
];
const MISPLACED = task('task.created', 0, { ...secrets, TimestampMs: 'Erika', Timestamp: '+4930123456' });
const FORMS = [
  ...ALL.flatMap((one) => [asForm(one), JSON.stringify(asRest(one)), JSON.stringify(asStream(one))]),
  asForm(MISPLACED),
];

function expectNothingPersonal(text: string): void {
  for (const one of PERSONAL) expect(text).not.toContain(one);
  expect(text).not.toContain('erika@example.org');
}

describe('personal data', () => {
  it('does not come into events, ignored words and faults', () => {
    for (const one of [...ALL, MISPLACED]) expectNothingPersonal(JSON.stringify(read(one)));
  });

  it('is not in what a dead letter keeps, whatever is wrong with the record', () => {
    for (const text of FORMS) {
      for (const cut of [text.length, text.length - 1, 200, 40, 3]) {
        expectNothingPersonal(twilio.redact({ line: 1, text: text.slice(0, cut) }));
      }
    }
  });

  it('a dead letter keeps what tells the record: type, sids and times', () => {
    expect(JSON.parse(twilio.redact({ line: 1, text: asForm(task('task.teleported')) }))).toMatchObject({
      event_type: 'task.teleported',
      task_sid: sid('WT', 'task'),
      timestamp_ms: task('').TimestampMs,
      task_channel_unique_name: 'voice',
    });
  });
});
