import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contradictionsOf } from '../../../services/domain/measure/contradictions.ts';
import { anyTimeline } from './arbitrary.ts';
import { becomes, created, type Step, says, step, timelineOf } from './build.ts';

const kinds = (steps: readonly Step[], scene: Parameters<typeof timelineOf>[1] = {}) => [
  ...contradictionsOf(timelineOf(steps, scene)),
];
const call = (...steps: Step[]) => kinds(steps, { stream: 'chats', channel: 'voice' });
const chat = (...steps: Step[]) => kinds(steps, { stream: 'chats', channel: 'chat' });
const started = (at: number) => step(at, 'customer', { type: 'started', priority: null });
const queued = (at: number) => step(at, 'system', { type: 'queued', position: null });
const answered = (at: number, who: 'agent:a1' | 'agent:a2' = 'agent:a1') =>
  step(at, who, { type: 'answered' });
const ended = (at: number) => step(at, 'customer', { type: 'ended', resolved: null });
const wrapped = (at: number, who: 'agent:a1' | 'agent:a2' = 'agent:a1') =>
  step(at, who, { type: 'wrapped_up' });
const moved = (at: number) => step(at, 'agent:a1', { type: 'transferred', to_queue: 'q2' });

describe('what contradicts itself in the events of a conversation', () => {
  test('nothing, where all is in order: transfers, returns, call-backs and solutions that are taken back', () => {
    expect(
      call(started(0), queued(0), answered(1), moved(5), queued(5), wrapped(6), answered(7, 'agent:a2')),
    ).toEqual([]);
    expect(call(started(0), queued(1), answered(2), ended(9), wrapped(11))).toEqual([]);
    const callback = step(3, 'customer', { type: 'callback_requested' });
    expect(call(started(0), callback, queued(60), answered(61), ended(65))).toEqual([]);
    expect(chat(started(0), answered(1), ended(5), queued(60), answered(61), ended(65))).toEqual([]);
    expect(kinds([created(), says(5, 'agent:a1'), becomes(6, 'solved'), becomes(9, 'open')])).toEqual([]);
  });

  test('nothing, where an agent accepts a callback before the customer is there', () => {
    const accepted = (at: number) => step(at, 'agent:a1', { type: 'resumed' });
    expect(call(started(0), queued(1), accepted(2), answered(3), ended(9), wrapped(11))).toEqual([]);
    expect(call(started(0), queued(1), accepted(2), ended(9))).toEqual(['worked_without_answer']);
  });

  test('nothing within one instant: there, the order is that of ids', () => {
    expect(call(answered(1), queued(1), ended(1), started(1), answered(1))).toEqual([]);
    expect(kinds([becomes(0, 'closed'), created()])).toEqual([]);
  });

  test('each kind is told apart', () => {
    expect(kinds([says(-1, 'customer'), created()])).toEqual(['before_opening']);
    expect(kinds([created(), created(1)])).toEqual(['opened_twice']);
    expect(kinds([becomes(5, 'closed'), created(6)])).toEqual(['ended_before_begun']);
    expect(chat(ended(5), started(6))).toEqual(['ended_before_begun']);
    expect(call(started(0), answered(1), ended(5), queued(6))).toEqual(['ended_before_begun']);
    expect(call(started(0), answered(1), queued(2), ended(9))).toEqual(['answered_before_queued']);
    expect(call(started(0), queued(1), ended(5), answered(6))).toEqual(['answered_after_end']);
    expect(call(queued(0), wrapped(2, 'agent:a2'), answered(3), ended(5))).toEqual(['worked_without_answer']);
  });

  test('is found in any events whatever', () => {
    fc.assert(fc.property(anyTimeline, (timeline) => void contradictionsOf(timeline)));
  });
});
