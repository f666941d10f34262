import { describe, expect, it } from 'vitest';
import { auditUrl, subjectsOf, whats, wordsOf } from '../../../dashboards/viewer/src/pages/audit/model.ts';
import { leads, speaksFor } from '../../../dashboards/viewer/src/pages/parts/actor.ts';
import {
  bodyOf,
  type Draft,
  type Forms,
  missingOf,
  qualityOf,
} from '../../../dashboards/viewer/src/pages/review/model.ts';
import {
  type AgreedGoal,
  draftsOf,
  goalsOfAll,
  readDrafts,
  stepsOf,
} from '../../../dashboards/viewer/src/pages/rounds/model.ts';
import { en } from '../../../dashboards/viewer/src/pages/texts/en.ts';
import { zh } from '../../../dashboards/viewer/src/pages/texts/zh.ts';
import { WHAT } from '../../../services/audit/act.ts';

describe('the audit log', () => {
  it('has words for everything that services note', () => {
    expect([...whats].sort()).toEqual([...WHAT]);
    expect(wordsOf('conversation.opened')).toBe('audit.what.conversation.opened');
    expect(wordsOf('something.newer')).toBeNull();
  });

  it('is asked for by what was chosen', () => {
    const filter = { from: 'now-7d', who: '', what: 'goal.set', subject: 'a b' };
    expect(auditUrl(filter, null)).toBe('/api/v1/audit?from=now-7d&what=goal.set&subject=a+b');
    expect(auditUrl(filter, 'x')).toContain('&cursor=x');
  });

  it('shows the first ids of many', () => {
    expect(subjectsOf({ subjects: ['a', 'b', 'c', 'd', 'e'] })).toEqual({ shown: 'a, b, c', more: 2 });
    expect(subjectsOf({ subjects: [] })).toEqual({ shown: '', more: 0 });
  });
});

const forms: Forms = {
  peer: {
    scale_max: 5,
    dimensions: [
      { id: 'tone', title: 'Tone' },
      { id: 'help', title: 'Help' },
    ],
  },
  quality: {
    scale_max: 5,
    items: [
      { id: 'right', title: 'Right', weight: 3, auto_fail: false },
      { id: 'safe', title: 'Safe', weight: 1, auto_fail: true },
    ],
  },
};
const empty: Draft = { kind: 'peer_review', agent: '', relation: '', conversation: '', scores: {} };

describe('a review', () => {
  it('of a person needs one score at least, of a conversation all', () => {
    expect(missingOf(empty, forms)).toEqual(['agent', 'relation', 'tone', 'help']);
    const person: Draft = { ...empty, agent: 'a1', relation: 'colleague', scores: { help: 0 } };
    expect(missingOf(person, forms)).toEqual([]);
    expect(bodyOf(person, forms)).toEqual({
      kind: 'peer_review',
      agent: 'a1',
      relation: 'colleague',
      answers: [{ id: 'help', score: 0 }],
    });
    const quality: Draft = { ...person, kind: 'quality_review', scores: { right: 4 } };
    expect(missingOf(quality, forms)).toEqual(['conversation', 'safe']);
  });

  it('of a conversation is the weighed mean of what is scored, and 0 where an item fails it', () => {
    const { items, scale_max } = forms.quality;
    expect(qualityOf(items, {}, scale_max)).toBeNull();
    expect(qualityOf(items, { right: 4 }, scale_max)!.value).toBeCloseTo(0.8, 12);
    expect(qualityOf(items, { right: 4, safe: 5 }, scale_max)!.value).toBeCloseTo(0.85, 12);
    expect(qualityOf(items, { right: 5, safe: 0 }, scale_max)).toMatchObject({
      value: 0,
      failedBy: { id: 'safe' },
    });
  });
});

describe('a round', () => {
  const opened = { openedAt: '2026-01-02T00:00:00Z' };
  const period = {
    name: 'quarter' as const,
    from: '2026-01-01T00:00:00Z',
    to: '2026-04-01T00:00:00Z',
    tz: 'UTC',
  };
  const [during, after] = ['2026-02-01', '2026-05-01'].map((day) => Date.parse(day)) as [number, number];

  it('takes goals until its period is over, is pinned then, and takes remarks until it is closed', () => {
    const steps = (state: 'open' | 'agreed' | 'pinned' | 'closed', now: number, openedAt = opened.openedAt) =>
      Object.entries(stepsOf({ state, period, openedAt }, now)).flatMap(([step, can]) => (can ? [step] : []));
    expect(steps('open', during)).toEqual(['canSet', 'canConfirm']);
    expect(steps('agreed', after)).toEqual(['canConfirm', 'canPin']);
    expect(steps('open', after, '2026-04-02T00:00:00Z'), 'opened late').toContain('canSet');
    expect(steps('pinned', after)).toEqual(['canNote', 'canClose']);
    expect(steps('closed', after)).toEqual([]);
  });

  const goal = (metric: string, value: number | null): AgreedGoal => ({
    metric,
    title: metric,
    unit: metric === 'aht' ? 'ms' : 'ratio',
    goal: value,
    direction: 'at_least',
    weight: 2,
  });

  it('has its goals typed in their units; an empty one stays as it was', () => {
    const drafts = draftsOf([goal('aht', 270_000), goal('csat', null)]);
    expect(drafts.map(({ typed }) => typed)).toEqual(['4m30s', '']);
    expect(readDrafts(drafts)).toEqual({
      goals: [
        { metric: 'aht', goal: 270_000, weight: 2, direction: 'at_least' },
        { metric: 'csat', goal: null, weight: 2, direction: 'at_least' },
      ],
    });
    expect(
      readDrafts([
        { ...drafts[0]!, typed: 'soon' },
        { ...drafts[1]!, weight: '0' },
      ]),
    ).toEqual({
      wrong: [0, 1],
    });
  });

  it('offers for all what any of its members has, each once', () => {
    const all = goalsOfAll([
      { goals: [goal('aht', 1), goal('csat', 0.8)] },
      { goals: [goal('csat', 0.9), goal('fcr', 0.7)] },
    ]);
    expect(all.map(({ metric, goal: value }) => [metric, value])).toEqual([
      ['aht', 1],
      ['csat', 0.8],
      ['fcr', 0.7],
    ]);
  });
});

it('without keys everybody leads and speaks for whom they say; with one an agent speaks for itself alone', () => {
  const nobody = { role: null, agents: null };
  const agent = { role: 'agent', agents: ['a1'] };
  const planner = { role: 'planner', agents: null };
  expect([nobody, agent, planner].map(leads)).toEqual([true, false, false]);
  expect([nobody, agent, planner].map((one) => speaksFor(one, 'a1'))).toEqual([true, true, false]);
  expect(speaksFor(agent, 'a2')).toBe(false);
});

it('both languages of the pages fill in the same values', () => {
  const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
  for (const key of Object.keys(en) as (keyof typeof en)[])
    expect(placeholders(zh[key]), key).toEqual(placeholders(en[key]));
});
