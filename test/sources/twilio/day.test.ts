import { describe, expect, it } from 'vitest';
import type { OutgoingEvent } from '../../../services/domain/events/event.ts';
import { everythingOf } from '../support/stored.ts';
import { type Day, makeDay } from './support/day.ts';
import { figuresOf } from './support/figures.ts';
import { reading, split } from './support/read.ts';
import { asForm, asRest, asStream } from './support/records.ts';
import { truthOf } from './support/truth.ts';
import { dice } from './support/world.ts';

const SEEDS = [1, 20_260_310];

/** The events of a file as import reads them. */
function readFile(file: string): OutgoingEvent[] {
  const ask = reading();
  return split(file, 65_536).flatMap(({ text }) => {
    const found = ask(text);
    if ('faults' in found) throw new Error(JSON.stringify(found));
    return 'events' in found ? found.events : [];
  });
}

function expectTruth(day: Day, events: readonly OutgoingEvent[], what: string): void {
  const everything = everythingOf(events);
  const truth = truthOf(day);
  expect(figuresOf(everything, day, Object.keys(truth)), what).toEqual(truth);
  for (const queue of ['Sales', 'Support', 'Claims']) {
    const of = truthOf(day, queue);
    expect(figuresOf(everything, day, Object.keys(of), queue), `${queue}: ${what}`).toEqual(of);
  }
}

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const { between } = dice(seed);
  const result = [...list];
  for (let i = result.length - 1; i > 0; i--) {
    const other = between(0, i);
    [result[i], result[other]] = [result[other]!, result[i]!];
  }
  return result;
}

describe.each(SEEDS)('a made-up day (seed %d)', (seed) => {
  const day = makeDay(seed, 300);
  const forms = day.callbacks.map(({ fields }) => asForm(fields));

  it('has the figures that it truly had, to the last digit', () => {
    expect(forms.length).toBeGreaterThan(1_000);
    const truth = truthOf(day);
    // A day on which nothing happens would have them too.
    for (const figure of [truth.flowed_out, truth.callbacks, truth.short_abandons, truth.service_level]) {
      expect(figure).toBeGreaterThan(0);
    }
    expectTruth(day, readFile(forms.join('\n')), 'in order');
  });

  it('has them shuffled, doubled, and cut in two that are read by two readers', () => {
    expectTruth(day, readFile(shuffled(forms, seed).join('\n')), 'shuffled');
    expectTruth(day, readFile(shuffled([...forms, ...forms], seed + 1).join('\n')), 'doubled');
    const half = forms.length >> 1;
    const [first, second] = [forms.slice(0, half + 40), forms.slice(half)];
    expectTruth(
      day,
      [...readFile(second.join('\n')), ...readFile(first.join('\n'))],
      'the second half first',
    );
  });

  it('has them from the REST resource as it lists, newest first, but for a second of what began when', () => {
    const events = day.callbacks.map(({ fields }) => asRest(fields)).reverse();
    const everything = everythingOf(readFile(JSON.stringify({ events })));
    const truth: Record<string, number | null> = truthOf(day);
    const found = figuresOf(everything, day, Object.keys(truth));
    for (const id of ['first_resolution_mean', 'total_resolution_mean']) {
      expect(Math.abs(found[id]! - truth[id]!), id).toBeLessThan(1_000);
      found[id] = truth[id]!;
    }
    expect(found).toEqual(truth);
  });

  it('has them from pages of the REST resource, from Event Streams, and from all at once', () => {
    const rest = JSON.stringify(
      { events: day.callbacks.map(({ fields }) => asRest(fields)), meta: {} },
      null,
      1,
    );
    const stream = day.callbacks.map(({ fields }) => JSON.stringify(asStream(fields))).join('\n');
    expectTruth(day, readFile(rest), 'REST');
    expectTruth(day, readFile(stream), 'Event Streams');
    expectTruth(day, [...readFile(rest), ...readFile(forms.join('\n')), ...readFile(stream)], 'all');
  });
});
