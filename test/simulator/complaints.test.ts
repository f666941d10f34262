import { describe, expect, it } from 'vitest';
import { DEFAULT_PROFILE } from '../../services/simulator/default-profile.ts';
import { simulate } from './world.ts';

const complaints = [...conversations()].flatMap(({ tags, ...conversation }) => {
  const tag = tags.find((one) => one.startsWith('complaint:'));
  return tag === undefined ? [] : [{ ...conversation, reason: tag.slice('complaint:'.length) }];
});

/** Conversations of four weeks with all the tags that they ever had. */
function* conversations() {
  const found = new Map<string, { queue: string; customer: string; tags: string[] }>();
  for (const { topic, value } of simulate(4, 28)) {
    // Agents' states, and what peer reviews are put to.
    if (topic === 'contact.agents' || value.customer === null) continue;
    const known = found.get(value.conversation_id);
    const queue = known?.queue ?? value.queue!;
    const tags = [...(known?.tags ?? []), ...value.tags];
    found.set(value.conversation_id, { queue, customer: value.customer.id, tags });
  }
  yield* found.values();
}

const countBy = <T>(items: Iterable<T>, key: (item: T) => string) => {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
};

describe('complaints', () => {
  it('are a few of all conversations, in every queue for its own reasons', () => {
    const share = complaints.length / [...conversations()].length;
    expect(share).toBeGreaterThan(0.03);
    expect(share).toBeLessThan(0.1);
    const reasons = new Map(
      DEFAULT_PROFILE.queues.map(({ id, complaints }) => [id, Object.keys(complaints)]),
    );
    for (const { queue, reason } of complaints) expect(reasons.get(queue)).toContain(reason);
    expect(new Set(complaints.map(({ queue }) => queue)).size).toBe(reasons.size);
  });

  it('come of few reasons for the most part', () => {
    const counts = [...countBy(complaints, ({ reason }) => reason).values()].sort((a, b) => b - a);
    expect(counts.length).toBeGreaterThanOrEqual(6);
    const firstThree = counts.slice(0, 3).reduce((sum, count) => sum + count, 0) / complaints.length;
    expect(firstThree).toBeGreaterThan(0.5);
    expect(firstThree).toBeLessThan(0.9);
  });

  it('come again and again of some customers', () => {
    const counts = [...countBy(complaints, ({ customer }) => customer).values()];
    expect(Math.max(...counts)).toBeGreaterThan(3);
    const ofRepeaters = counts.filter((count) => count > 1).reduce((sum, count) => sum + count, 0);
    expect(ofRepeaters / complaints.length).toBeGreaterThan(0.05);
    expect(ofRepeaters / complaints.length).toBeLessThan(0.4);
  });
});
