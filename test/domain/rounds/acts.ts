import fc from 'fast-check';
import type { Act, Deed } from '../../../services/domain/rounds/acts.ts';
import type { GivenGoals } from '../../../services/domain/rounds/round.ts';

/** The period of the rounds of these tests: January to April 2026, UTC ms. */
export const FROM = Date.UTC(2026, 0, 1);
export const TO = Date.UTC(2026, 3, 1);
const AGENTS = ['ann', 'bea', 'cem'];

export function given(goal: number, ...agents: string[]): GivenGoals {
  return {
    agents: agents.map((id) => ({ id, name: id.toUpperCase() })),
    scorecard: { id: 'frontline', name: null },
    goals: [
      {
        metric: 'csat',
        weight: 1,
        least: 5,
        rule: { kind: 'linear', direction: 'at_least', goal, floor: 0.5 },
      },
    ],
  };
}

export const OPENED: Deed = {
  what: 'opened',
  body: {
    team: 'east',
    name: 'East 2026-Q1',
    period: { name: 'quarter', from: FROM, to: TO, zone: 'UTC' },
    given: [given(0.9, 'ann', 'bea')],
  },
};

/** Deeds as acts, one version each; times as given, else all while the period runs. */
export const actsOf = (deeds: readonly Deed[], at: (i: number) => number = (i) => FROM + i): Act[] =>
  deeds.map((deed, i) => ({ ...deed, version: i + 1, at: at(i), by: 'lena' }));

const agent = fc.constantFrom(...AGENTS);
const text = fc.string({ minLength: 1, maxLength: 8 });

const deeds: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(OPENED) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(0.7, 0.8), fc.uniqueArray(agent, { minLength: 1 }))
      .map(([goal, agents]): Deed => ({ what: 'goals_set', body: { given: [given(goal, ...agents)] } })),
  },
  {
    weight: 8,
    arbitrary: fc
      .tuple(agent, fc.constantFrom('agent' as const, 'supervisor' as const), fc.option(fc.nat(8)))
      .map(
        ([who, as, seen]): Deed => ({
          what: 'confirmed',
          body: { agent: who, as, ...(seen === null ? {} : { goalsVersion: seen }) },
        }),
      ),
  },
  { weight: 2, arbitrary: text.map((hash): Deed => ({ what: 'pinned', body: { hash, notes: [] } })) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom('remarked' as const, 'answered' as const), agent, text)
      .map(([what, who, words]): Deed => ({ what, body: { agent: who, text: words } })),
  },
  { weight: 1, arbitrary: fc.constant<Deed>({ what: 'closed', body: {} }) },
);

const PINNED: Deed = { what: 'pinned', body: { hash: 'sha256:0', notes: [] } };
const AGREEMENT = ['ann', 'bea'].flatMap((who): Deed[] => [
  { what: 'confirmed', body: { agent: who, as: 'agent' } },
  { what: 'confirmed', body: { agent: who, as: 'supervisor' } },
]);
/** Chance alone seldom leads far. */
const begins = fc.constantFrom<Deed[]>([], [OPENED], [OPENED, ...AGREEMENT], [OPENED, ...AGREEMENT, PINNED]);

/** Anything that anybody might do, in any order, before and after the end of the period; mostly in a round. */
export const anyActs: fc.Arbitrary<Act[]> = fc
  .tuple(begins, fc.array(deeds, { maxLength: 20 }), fc.nat(12))
  .map(([begin, then, running]) => actsOf([...begin, ...then], (i) => (i < running ? FROM + i : TO + i)));
