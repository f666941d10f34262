import type { Spread } from './random.ts';

/** The channels on which customers reach the center. */
export type SimulatedChannel = 'voice' | 'chat' | 'messaging' | 'email' | 'web';

/** What an agent works on: one call at a time, several chats, either, or tickets. */
type DeskKind = 'calls' | 'chats' | 'blended' | 'tickets';

/** How contacts of one kind go in a queue. */
export interface Handling {
  /** Calls: how long the two talk. Chats: how long an agent takes to write an answer. */
  talk: Spread;
  wrap: Spread;
  /** How long customers wait before they give up. */
  patience: Spread;
  /** Share of contacts that go on to another queue. */
  transferred: number;
}

export interface QueueProfile {
  id: string;
  /** The team that owns it. */
  team: string;
  priority: 'normal' | 'high';
  /** Conversations on an ordinary weekday (Wednesday, no surge) at scale 1. */
  daily: Readonly<Record<SimulatedChannel, number>>;
  call: Handling;
  chat: Handling;
  /** Where contacts that land here by mistake belong. */
  transfersTo: readonly string[];
  tags: readonly string[];
  /** What customers complain about here: reason and how often it comes, in relation to the others. */
  complaints: Readonly<Record<string, number>>;
}

/** Agents who work alike. */
export interface Crew {
  id: string;
  team: string;
  headcount: number;
  desk: DeskKind;
  /** Chats at once. */
  slots: number;
  /** What agents serve, own queue first; agents take the entries in turn. */
  skills: readonly (readonly string[])[];
  /** Local start in minutes after midnight and length; agents take them in turn, week by week. */
  shifts: readonly { start: number; minutes: number }[];
  /**
   * The same for weekends, given out among those who come: of the few who do, one must stay until the night crew is
   * there. Without it the shift of the week is kept.
   */
  weekendShifts?: readonly { start: number; minutes: number }[];
  /** Every agent works one weekend in this many. */
  weekendEvery: number;
  /** At least this many come, whoever has a day off. */
  minimum: number;
}

/** Shares of a day by local hour; only their relation counts. */
export type HourCurve = readonly number[];

interface Demand {
  /** Monday first; 1 is an ordinary day. Holds for home customers only. */
  weekdays: readonly number[];
  /** Home customers, by hour. */
  home: Readonly<Record<SimulatedChannel, HourCurve>>;
  /** Customers in other regions, by the center's hour; on every day of the week. */
  overseas: HourCurve;
  overseasShare: Readonly<Record<SimulatedChannel, number>>;
  /** Sigma of the lognormal factor that makes each day another. */
  dayNoise: number;
  /** Now and then something breaks and customers of one queue come all at once. */
  surge: {
    perDay: number;
    factor: readonly [low: number, high: number];
    fade: Spread;
    queues: readonly string[];
  };
  /** Share of customers who were here in the last days about the same. */
  returning: number;
}

/** A contact center to simulate. */
export interface Profile {
  /** IANA zone the center lives in. */
  zone: string;
  /** Days after Monday on which its week begins; 0 if not given. */
  weekBegins?: number;
  /** From when on `PLANTED_CHANGE` holds, UTC ms; never, if not given. */
  changeAt?: number;
  /** Multiplies customers and agents. */
  scale: number;
  demand: Demand;
  queues: readonly QueueProfile[];
  crews: readonly Crew[];
}
