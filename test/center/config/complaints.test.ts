import { describe, expect, it } from 'vitest';
import { loadContactCenter, parseContactCenter } from '../../../services/center/contact-center.ts';
import { FaultsError } from '../../../services/lib/errors.ts';
import { DEFAULT_PROFILE } from '../../../services/simulator/default-profile.ts';

function faultsOf(text: string): string[] {
  try {
    parseContactCenter(text, 'center.yaml');
  } catch (error) {
    if (error instanceof FaultsError) return error.faults.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}

describe('complaints', () => {
  it('have no reasons unless the configuration names some', () => {
    expect(parseContactCenter('', 'center.yaml').complaints).toEqual({ reasons: [] });
  });

  it('have a reason in the example for each tag that the simulator gives one, and for no other', () => {
    const named = loadContactCenter().complaints.reasons.flatMap(({ tags }) => tags);
    const given = DEFAULT_PROFILE.queues.flatMap(({ complaints }) => Object.keys(complaints));
    expect(named.toSorted()).toEqual([...new Set(given.map((one) => `complaint:${one}`))].toSorted());
  });

  it('have every fault told', () => {
    expect(
      faultsOf(`complaints:
  reasons:
    - { id: late, title: Late delivery, tags: [late, lost] }
    - { id: total, tags: [] }
    - { id: late, tags: [rude, late] }
    - { id: slow, tag: slow }`),
    ).toEqual([
      'complaints.reasons[1].id: must not be bucket or total: figures have columns of these names',
      'complaints.reasons[1].tags: a reason needs a tag',
      'complaints.reasons[3].tags: Invalid input: expected array, received undefined',
      'complaints.reasons[3]: Unrecognized key: "tag"',
    ]);
    expect(
      faultsOf(`complaints:
  reasons:
    - { id: late, tags: [late, lost] }
    - { id: late, tags: [rude, late] }`),
    ).toEqual([
      'complaints.reasons[1].id: late is there twice',
      'complaints.reasons[1].tags[1]: late is a tag of late already',
    ]);
  });
});
