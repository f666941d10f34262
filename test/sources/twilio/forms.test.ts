import { describe, expect, it } from 'vitest';
import { reading, split } from './support/read.ts';
import {
  asForm,
  asRest,
  asStream,
  type Happened,
  reservation,
  task,
  workerEvent,
} from './support/records.ts';

const DAY: Happened[] = [
  task('task.created'),
  task('task-queue.entered', 0.3),
  reservation('reservation.accepted', 12.5),
  task('task.wrapup', 180.1),
  reservation('reservation.wrapup', 180.1),
  reservation('reservation.completed', 200.75),
  task('task.completed', 200.8),
  workerEvent('worker.activity.update', 300),
];

const callbacks = DAY.map(asForm).join('\n');
const page = (events: readonly Happened[], indent?: number) =>
  JSON.stringify(
    { events: events.map(asRest), meta: { page: 0, page_size: 50, key: 'events' } },
    null,
    indent,
  );
/** Names as Twilio's own tools print them. */
const asPrinted = (happened: Happened) =>
  Object.fromEntries(
    Object.entries(asRest(happened)).map(([name, value]) => [
      name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );

const FILES: Record<string, string> = {
  'bodies of callbacks, one a line': callbacks,
  'bodies of callbacks, with the line ends of Windows': `${callbacks.replaceAll('\n', '\r\n')}\r\n`,
  'a page of the REST resource': page(DAY),
  'a page that is printed over many lines': page(DAY, 2),
  'pages one after the other, one of them empty': page(DAY.slice(0, 3)) + page([]) + page(DAY.slice(3)),
  'a list that a tool has printed': JSON.stringify(DAY.map(asPrinted), null, 2),
  'events of the REST resource, one a line': DAY.map((one) => JSON.stringify(asRest(one))).join('\n'),
  'CloudEvents, one a line': DAY.map((one) => JSON.stringify(asStream(one))).join('\n'),
  'lists of CloudEvents, one a line': `${JSON.stringify(DAY.slice(0, 5).map(asStream))}\n${JSON.stringify(DAY.slice(5).map(asStream))}\n`,
  'all of these in a row': [page(DAY.slice(0, 2)), callbacks, JSON.stringify(DAY.map(asStream))].join('\n'),
};

/** What the events of a file are, each once, without the slots that only reservations of one form name. */
function eventsIn(file: string) {
  const ask = reading();
  const events = split(file).flatMap(({ text }) => {
    const found = ask(text);
    if (!('events' in found)) throw new Error(JSON.stringify(found));
    return found.events;
  });
  return [...new Map(events.map((event) => [event.value.event_id, event])).values()];
}

describe('the same happenings in each form that Twilio gives', () => {
  const live = eventsIn(callbacks);

  it.each(Object.keys(FILES))('%s: the same events with the same ids', (name) => {
    expect(eventsIn(FILES[name]!)).toEqual(live);
  });

  it('other products send to the same place: they are known and left out', () => {
    const other = { specversion: '1.0', type: 'com.twilio.eventstreams.test-event', data: { test_id: 'x' } };
    expect(reading()(JSON.stringify(other))).toEqual({ ignored: 'other_product' });
  });

  it.each([
    '{}',
    '{"specversion":"1.0","type":"com.twilio.taskrouter.task.created"}',
    'nonsense',
    '[]',
    '{"a":',
    '<xml/>',
  ])('%s is no event', (text) => {
    expect(reading()(text)).toEqual({ faults: [{ path: '', message: expect.any(String) }] });
  });
});
