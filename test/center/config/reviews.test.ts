import { describe, expect, it } from 'vitest';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import type { FaultsError } from '../../../services/lib/errors.ts';

function faults(text: string): string[] {
  try {
    parseContactCenter(text, 'test.yaml');
    return [];
  } catch (error) {
    return (error as FaultsError).faults.map(({ path, message }) => `${path}: ${message}`);
  }
}

describe('the section reviews', () => {
  it('has dimensions and a rubric where nothing is said', () => {
    const { peer, quality } = parseContactCenter('', 'test.yaml').reviews;
    expect(peer.dimensions.map(({ id }) => id)).toContain('collaboration');
    expect(quality.items.filter(({ autoFail }) => autoFail).map(({ id }) => id)).toEqual(['privacy']);
  });

  it('takes weights and items that fail all, and says what is wrong', () => {
    const { quality } = parseContactCenter(
      'reviews: { quality: { items: [{ id: tone, title: Tone }, { id: law, title: Law, weight: 2, autoFail: true }] } }',
      'test.yaml',
    ).reviews;
    expect(quality.items).toEqual([
      { id: 'tone', title: 'Tone', weight: 1, autoFail: false },
      { id: 'law', title: 'Law', weight: 2, autoFail: true },
    ]);
    expect(faults('reviews: { peer: { dimensions: [{ id: a, title: A }, { id: a, title: B }] } }')).toEqual([
      'reviews.peer.dimensions: has an id twice',
    ]);
    expect(faults('reviews: { quality: { items: [{ id: a, title: A, weight: 0 }] } }')).toEqual([
      'reviews.quality.items[0].weight: must be above 0',
    ]);
  });

  it('is where peer reviews are asked for: goals and alert rules have none of them', () => {
    expect(faults('goals: [{ metric: peer_score, target: 0.9, direction: at_least }]')[0]).toContain(
      '/api/v1/feedback',
    );
    const rule = '{ id: r, kind: threshold, metric: peer_score, over: 1h, below: 0.5 }';
    expect(faults(`alerting: { rules: [${rule}] }`).join()).toContain('/api/v1/feedback');
  });
});
