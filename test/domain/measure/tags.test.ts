import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measure } from '../../../services/domain/measure/measure.ts';
import { MAX_TAGS } from '../../../services/domain/measure/taggings.ts';
import type { TimelineEvent } from '../../../services/domain/timeline/timeline.ts';
import { createEventSet } from '../timeline/event-set.ts';
import { becomes, created, minute, type Scene, type Step, says, step, tell, timelineOf } from './build.ts';

const tagged = (minutes: number, added: string[], removed: string[] = []) =>
  step(minutes, 'agent:a1', { type: 'tagged', added, removed });

const tagsOf = (steps: Step[], scene: Scene = {}) =>
  tell(steps, scene)
    .all('tag')
    .map(({ label, at }) => [label, minute(at)]);

describe('a tag', () => {
  test('is a fact at the first time it is on the conversation, whoever put it there', () => {
    expect(tagsOf([created(0, { tags: ['complaint'] }), tagged(5, ['refund'])])).toEqual([
      ['complaint', 0],
      ['refund', 5],
    ]);
    const call = { stream: 'chats', channel: 'voice' } as const;
    expect(
      tagsOf([step(0, 'customer', { type: 'queued', position: null }, { tags: ['complaint'] })], call),
    ).toEqual([['complaint', 0]]);
  });

  test('counts once, however often it is said, taken off and put back', () => {
    const tags = ['complaint'];
    const steps = [created(0, { tags }), says(1, 'customer', { tags }), tagged(2, [], tags), tagged(3, tags)];
    expect(tagsOf(steps)).toEqual([['complaint', 0]]);
  });

  test('that is put on and taken off by the same event was never on it', () => {
    expect(tagsOf([created(), tagged(1, ['complaint'], ['complaint'])])).toEqual([]);
  });

  test('belongs to whom the conversation belongs', () => {
    const steps = [
      created(0, { tags: ['complaint'], queue: 'general', customerId: 'u1' }),
      step(1, 'system', { type: 'transferred', to_queue: 'billing' }),
      step(2, 'system', { type: 'assigned', agent_id: 'a2', team: null }),
      becomes(3, 'solved'),
    ];
    expect(tell(steps).one('tag')).toMatchObject({
      queue: 'billing',
      agent: 'a2',
      customerId: 'u1',
      state: 'done',
    });
  });

  test('of a survey is none of the conversation', () => {
    const sent = step(
      0,
      'system',
      { type: 'sent', survey_id: 's1', kind: 'csat', agent_id: null },
      { tags: ['complaint'] },
    );
    expect(tagsOf([sent], { stream: 'surveys' })).toEqual([]);
  });
});

test('of very many tags the first ones count', () => {
  const many = Array.from({ length: MAX_TAGS - 1 }, (_, i) => `t${i}`);
  const found = tagsOf([created(0, { tags: many }), tagged(1, ['last', 'too many']), tagged(2, ['later'])]);
  expect(found).toHaveLength(MAX_TAGS);
  expect(found.at(-1)).toEqual(['last', 1]);
});

test('the order in which events come, and come again, changes no tag', () => {
  const tags = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 3 });
  const event = fc.record({ minutes: fc.nat(5), tags, added: tags, removed: tags });
  const steps = fc.array(event, { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(steps, fc.infiniteStream(fc.nat()), (told, random) => {
      const timeline = timelineOf(
        told.map((one) => step(one.minutes, 'agent:a1', { type: 'tagged', ...one }, { tags: one.tags })),
      );
      const shuffled = [...timeline.events, ...timeline.events]
        .map((one) => ({ one, place: random.next().value! }))
        .sort((a, b) => a.place - b.place);
      const events: TimelineEvent[] = [];
      const set = createEventSet(events);
      for (const { one } of shuffled) set.add(one);
      const ofTags = (of: TimelineEvent[]) =>
        measure({ ...timeline, events: of }).facts.filter(({ fact }) => fact === 'tag');
      expect(ofTags(events)).toEqual(ofTags(timeline.events));
    }),
  );
});
