import type { Act } from './acts.ts';
import type { Round } from './round.ts';

/** Why something cannot be done in a round as it stands. */
export interface Refusal {
  readonly code:
    | 'NOT_OPENED'
    | 'ALREADY_OPENED'
    | 'NO_MEMBER'
    | 'PERIOD_RUNS'
    | 'PERIOD_OVER'
    | 'GOALS_CHANGED'
    | 'ALREADY_CONFIRMED'
    | 'NOT_PINNED'
    | 'ALREADY_PINNED'
    | 'ALREADY_ANSWERED'
    | 'CLOSED';
  readonly text: string;
}

/**
 * Why an act is out of turn; null where it may be done. Goals are agreed until the scorecards are pinned, and nobody
 * changes them once the outcome is known; then come remark and answer; a closed round takes nothing more.
 */
export function refusalOf(round: Round | null, act: Act): Refusal | null {
  if (round === null)
    return act.what === 'opened' ? null : { code: 'NOT_OPENED', text: 'the round has not been opened' };
  if (act.what === 'opened') return { code: 'ALREADY_OPENED', text: 'the round has been opened already' };
  if (round.closed !== null) return { code: 'CLOSED', text: 'the round is closed' };
  switch (act.what) {
    case 'goals_set':
      return whyNotSet(round, act.at);
    case 'confirmed':
      return whyNotConfirmed(round, act.body);
    case 'pinned':
      return whyNotPinned(round, act.at);
    case 'remarked':
      return whyNotRemarked(round, act.body.agent);
    case 'answered':
      return notPinned(round) ?? noMember(round, act.body.agent);
    case 'closed':
      return notPinned(round);
  }
}

/** In a round that was opened after its period the outcome is known in any case, to both who must confirm. */
function whyNotSet({ pinned, period, opened }: Round, at: number): Refusal | null {
  if (pinned !== null) return { code: 'ALREADY_PINNED', text: 'the scorecards are pinned: goals stand' };
  return at < period.to || opened.at >= period.to
    ? null
    : { code: 'PERIOD_OVER', text: 'the period is over: its goals stand as they are' };
}

function whyNotConfirmed(
  round: Round,
  { agent, as, goalsVersion }: Extract<Act, { what: 'confirmed' }>['body'],
): Refusal | null {
  if (round.pinned !== null)
    return { code: 'ALREADY_PINNED', text: 'the scorecards are pinned: nothing is left to agree on' };
  const member = memberOf(round, agent);
  if (member === undefined) return noMember(round, agent);
  if (goalsVersion !== undefined && goalsVersion !== member.goalsVersion)
    return {
      code: 'GOALS_CHANGED',
      text: `the goals of ${agent} were changed meanwhile: look at them again`,
    };
  return member.confirmed[as] === null
    ? null
    : { code: 'ALREADY_CONFIRMED', text: `the goals of ${agent} are confirmed by the ${as} already` };
}

/** Why the scorecards cannot be pinned at a time (UTC ms); null where they can. */
export function whyNotPinned({ pinned, period }: Round, at: number): Refusal | null {
  if (pinned !== null) return { code: 'ALREADY_PINNED', text: 'the scorecards are pinned already' };
  return at >= period.to ? null : { code: 'PERIOD_RUNS', text: 'the period is not over yet' };
}

/** A remark that was answered must stay what was answered. */
function whyNotRemarked(round: Round, agent: string): Refusal | null {
  const early = notPinned(round) ?? noMember(round, agent);
  if (early !== null) return early;
  const { remark, answer } = memberOf(round, agent)!;
  return remark !== null && answer !== null && answer.version > remark.version
    ? { code: 'ALREADY_ANSWERED', text: `${agent} has answered the remark: it stands` }
    : null;
}

function notPinned({ pinned }: Round): Refusal | null {
  return pinned === null ? { code: 'NOT_PINNED', text: 'the scorecards are not pinned yet' } : null;
}

function noMember(round: Round, agent: string): Refusal | null {
  return memberOf(round, agent) === undefined
    ? { code: 'NO_MEMBER', text: `${agent} is not in this round` }
    : null;
}

function memberOf({ members }: Round, agent: string) {
  return members.find((member) => member.agent === agent);
}
