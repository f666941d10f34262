import type { GivenGoals, RoundPeriod, Side } from './round.ts';

/** What is done in a round, and what must be known to do it. */
interface Bodies {
  opened: {
    readonly team: string;
    readonly name: string;
    readonly period: RoundPeriod;
    readonly given: readonly GivenGoals[];
  };
  /** Other goals for some members; an agent that is none yet becomes one. */
  goals_set: { readonly given: readonly GivenGoals[] };
  /** `goalsVersion`: which goals were looked at; not given, whichever there are. */
  confirmed: { readonly agent: string; readonly as: Side; readonly goalsVersion?: number };
  /** `notes`: what was not settled yet when it was pinned. */
  pinned: { readonly hash: string; readonly notes: readonly string[] };
  remarked: { readonly agent: string; readonly text: string };
  answered: { readonly agent: string; readonly text: string };
  closed: Readonly<Record<string, never>>;
}

type ActName = keyof Bodies;

/** An act before anybody has done it. */
export type Deed = { [Name in ActName]: { readonly what: Name; readonly body: Bodies[Name] } }[ActName];

/** An entry of the journal of rounds. `at`: UTC ms. */
export type Act = Deed & { readonly version: number; readonly at: number; readonly by: string };
