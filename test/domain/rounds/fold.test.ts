import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Act, Deed } from '../../../services/domain/rounds/acts.ts';
import { afterAct, foldRound } from '../../../services/domain/rounds/fold.ts';
import { historyOf } from '../../../services/domain/rounds/history.ts';
import { refusalOf } from '../../../services/domain/rounds/refusal.ts';
import { isAgreed, type Round, stateOf } from '../../../services/domain/rounds/round.ts';
import { actsOf, anyActs, FROM, given, OPENED, TO } from './acts.ts';

const confirmed = (agent: string, as: 'agent' | 'supervisor', goalsVersion?: number): Deed => ({
  what: 'confirmed',
  body: { agent, as, ...(goalsVersion === undefined ? {} : { goalsVersion }) },
});
const goals = (goal: number, ...agents: string[]): Deed => ({
  what: 'goals_set',
  body: { given: [given(goal, ...agents)] },
});
const PINNED: Deed = { what: 'pinned', body: { hash: 'sha256:1', notes: [] } };
const CLOSED: Deed = { what: 'closed', body: {} };
const note = (what: 'remarked' | 'answered', text: string, agent = 'ann'): Deed => ({
  what,
  body: { agent, text },
});
const ALL_CONFIRMED = [
  confirmed('ann', 'agent'),
  confirmed('ann', 'supervisor'),
  confirmed('bea', 'supervisor'),
  confirmed('bea', 'agent'),
];

/** The round of these deeds, all of them in the period but those from `pinned` on. */
const roundOf = (...deeds: Deed[]): Round => foldRound(timed(deeds))!;
function timed(deeds: readonly Deed[]): Act[] {
  const end = deeds.findIndex(({ what }) => what === 'pinned');
  return actsOf(deeds, (i) => (end >= 0 && i >= end ? TO + i : FROM + i));
}
/** Why the last of these deeds is refused, at a time (UTC ms). */
function why(deeds: readonly Deed[], last: Deed, at = TO + 100): string | undefined {
  const acts = timed(deeds);
  return refusalOf(foldRound(acts), { ...last, version: acts.length + 1, at, by: 'lena' })?.code;
}
const memberOf = (round: Round, agent: string) => round.members.find((member) => member.agent === agent)!;

describe('a round', () => {
  it('is agreed once agent and supervisor have confirmed for each agent, pinned and closed in this order', () => {
    expect(stateOf(roundOf(OPENED))).toBe('open');
    expect(stateOf(roundOf(OPENED, ...ALL_CONFIRMED.slice(1)))).toBe('open');
    expect(stateOf(roundOf(OPENED, ...ALL_CONFIRMED))).toBe('agreed');
    expect(stateOf(roundOf(OPENED, ...ALL_CONFIRMED, PINNED))).toBe('pinned');
    expect(stateOf(roundOf(OPENED, ...ALL_CONFIRMED, PINNED, CLOSED))).toBe('closed');
  });

  it('is pinned without agreement too: that nobody confirmed stays to be seen', () => {
    const round = roundOf(OPENED, PINNED);
    expect(stateOf(round)).toBe('pinned');
    expect(round.members.some(isAgreed)).toBe(false);
  });

  it('takes back both confirmations of whom a change of goals concerns, and of nobody else', () => {
    const round = roundOf(OPENED, ...ALL_CONFIRMED, goals(0.8, 'ann'));
    expect(memberOf(round, 'ann')).toMatchObject({
      goalsVersion: 6,
      confirmed: { agent: null, supervisor: null },
    });
    expect(isAgreed(memberOf(round, 'bea'))).toBe(true);
    expect(stateOf(round)).toBe('open');
  });

  it('takes in somebody who comes later, with goals', () => {
    const round = roundOf(OPENED, ...ALL_CONFIRMED, goals(0.8, 'cem'));
    expect(round.members.map(({ agent }) => agent)).toEqual(['ann', 'bea', 'cem']);
    expect(stateOf(round)).toBe('open');
  });

  it.each<[string, Deed[], Deed, string, number?]>([
    ['a second opening', [OPENED], OPENED, 'ALREADY_OPENED'],
    ['anything before it is opened', [], CLOSED, 'NOT_OPENED'],
    ['pinning while the period runs', [OPENED], PINNED, 'PERIOD_RUNS', TO - 1],
    ['pinning twice', [OPENED, PINNED], PINNED, 'ALREADY_PINNED'],
    ['other goals once the outcome is known', [OPENED], goals(0.7, 'ann'), 'PERIOD_OVER', TO],
    ['other goals once it is pinned', [OPENED, PINNED], goals(0.7, 'ann'), 'ALREADY_PINNED'],
    ['a confirmation once it is pinned', [OPENED, PINNED], confirmed('ann', 'agent'), 'ALREADY_PINNED'],
    ['a confirmation of who is not in it', [OPENED], confirmed('cem', 'agent'), 'NO_MEMBER'],
    ['a second confirmation', [OPENED, ...ALL_CONFIRMED], confirmed('ann', 'agent'), 'ALREADY_CONFIRMED'],
    [
      'a confirmation of goals that are no more',
      [OPENED, goals(0.7, 'ann')],
      confirmed('ann', 'agent', 1),
      'GOALS_CHANGED',
    ],
    ['a remark before figures are pinned', [OPENED], note('remarked', 'well done'), 'NOT_PINNED'],
    ['an answer before figures are pinned', [OPENED], note('answered', 'thanks'), 'NOT_PINNED'],
    [
      'another remark in place of one that was answered',
      [OPENED, PINNED, note('remarked', 'a'), note('answered', 'b')],
      note('remarked', 'c'),
      'ALREADY_ANSWERED',
    ],
    ['closing before figures are pinned', [OPENED], CLOSED, 'NOT_PINNED'],
    ['anything once it is closed', [OPENED, PINNED, CLOSED], note('answered', 'but'), 'CLOSED'],
  ])('refuses %s', (_, before, last, code, at) => {
    expect(why(before, last, at)).toBe(code);
  });

  it('that is opened after its period lets its goals be changed until it is pinned', () => {
    const late = actsOf([OPENED, goals(0.8, 'ann')], (i) => TO + i);
    expect(foldRound(late)!.members[0]!.goals).toEqual(given(0.8).goals);
  });

  it('lets an agent answer the figures where there is no remark, and a remark come after that', () => {
    const round = roundOf(OPENED, PINNED, note('answered', 'a hard quarter'), note('remarked', 'it was'));
    expect(memberOf(round, 'ann')).toMatchObject({
      remark: { text: 'it was' },
      answer: { text: 'a hard quarter' },
    });
  });
});

describe('whatever is done, in whatever order', () => {
  const holds = (check: (acts: Act[]) => void) => fc.assert(fc.property(anyActs, check), { numRuns: 1_000 });

  it('there is a round that makes sense, or none', () => {
    holds((acts) => {
      for (let length = 0; length <= acts.length; length++) {
        const round = foldRound(acts.slice(0, length));
        if (round === null) continue;
        const state = stateOf(round);
        if (round.closed !== null) expect(round.pinned!.version).toBeLessThan(round.closed.version);
        if (round.pinned !== null) expect(round.pinned.at).toBeGreaterThanOrEqual(round.period.to);
        if (state === 'agreed') expect(round.members.every(isAgreed)).toBe(true);
        for (const { confirmed: both, goalsVersion, remark, answer } of round.members) {
          for (const mark of Object.values(both)) {
            if (mark === null) continue;
            expect(mark.version).toBeGreaterThan(goalsVersion);
            if (round.pinned !== null) expect(mark.version).toBeLessThan(round.pinned.version);
          }
          if (remark !== null || answer !== null) expect(round.pinned).not.toBeNull();
        }
      }
    });
  });

  it('an act either is refused with a reason and changes nothing, or shows in the round', () => {
    holds((acts) => {
      let round: Round | null = null;
      for (const act of acts) {
        const after = afterAct(round, act);
        const refusal = refusalOf(round, act);
        if (refusal === null) expect(after!.version).toBe(act.version);
        else {
          expect(after).toBe(round);
          expect(refusal.text).not.toBe('');
        }
        round = after;
      }
    });
  });

  it('leaving out what is refused leads to the same round', () => {
    holds((acts) => {
      const counted = historyOf(acts).map(({ act }) => act);
      expect(foldRound(counted)).toEqual(foldRound(acts));
      expect(historyOf(counted)).toEqual(historyOf(acts));
    });
  });

  it('nothing changes once it is closed', () => {
    holds((acts) => {
      const close = historyOf(acts).find(({ act }) => act.what === 'closed');
      if (close === undefined) return;
      const place = acts.indexOf(close.act);
      expect(foldRound(acts)).toEqual(foldRound(acts.slice(0, place + 1)));
    });
  });

  it('nothing is lost: each text, and the goals before each change, are in the history', () => {
    holds((acts) => {
      let round: Round | null = null;
      const history = historyOf(acts);
      for (const act of acts) {
        if (refusalOf(round, act) === null) {
          const entry = history.shift()!;
          expect(entry.act).toEqual(act);
          for (const { agent, before, after } of entry.changes) {
            const member = round!.members.find((one) => one.agent === agent);
            expect(before).toEqual(member?.goals ?? null);
            expect(memberOf(afterAct(round, act)!, agent).goals).toEqual(after);
          }
        }
        round = afterAct(round, act);
      }
      expect(history).toEqual([]);
    });
  });
});
