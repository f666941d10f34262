import type { Crew, Handling, HourCurve, Profile, QueueProfile } from './profile.ts';
import type { Spread } from './random.ts';
import { MINUTE, SECOND } from './units.ts';

/** Local hours 0 to 23. */
const OFFICE_CALLS: HourCurve = [
  0, 0, 0, 0, 0, 0, 0.4, 2.5, 6.5, 9.5, 10.5, 10, 8, 8, 9, 9, 8, 6.5, 5, 3.5, 2, 1, 0.3, 0,
];
const EVENING_CHATS: HourCurve = [
  0, 0, 0, 0, 0, 0, 0.6, 2, 4.5, 7.5, 8.5, 8.5, 8, 7.5, 7.5, 8, 8, 7, 6.5, 6, 5, 3.5, 1.5, 0.4,
];
const MAIL: HourCurve = [
  0.8, 0.5, 0.3, 0.3, 0.4, 0.8, 2, 5, 8, 9, 8.5, 7.5, 6, 6, 6.5, 6.5, 6, 5, 4.5, 4.5, 4, 3.5, 2.5, 1.5,
];
const OVERSEAS: HourCurve = [
  10, 10, 10, 9.5, 9, 9, 7.5, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.5, 1, 3, 6, 9, 10,
];

const seconds = (median: number, sigma: number): Spread => ({ medianMs: median * SECOND, sigma });

function call(talk: number, wrap: number, transferred: number): Handling {
  return { talk: seconds(talk, 0.6), wrap: seconds(wrap, 0.6), patience: seconds(200, 1.05), transferred };
}

function chat(answering: number, wrap: number, transferred: number): Handling {
  return {
    talk: seconds(answering, 0.7),
    wrap: seconds(wrap, 0.5),
    patience: seconds(330, 0.9),
    transferred,
  };
}

const QUEUES: readonly QueueProfile[] = [
  {
    id: 'general',
    team: 'frontline',
    priority: 'normal',
    daily: { voice: 160, chat: 150, messaging: 112, email: 56, web: 24 },
    call: call(300, 50, 0.09),
    chat: chat(75, 45, 0.07),
    transfersTo: ['billing', 'technical', 'orders'],
    tags: ['account', 'opening-hours', 'contract', 'address-change'],
    complaints: { delivery: 4, waiting: 3, billing: 2, staff: 1 },
  },
  {
    id: 'billing',
    team: 'billing',
    priority: 'normal',
    daily: { voice: 88, chat: 50, messaging: 33, email: 40, web: 15 },
    call: call(380, 65, 0.05),
    chat: chat(82, 50, 0.05),
    transfersTo: ['general'],
    tags: ['invoice', 'refund', 'direct-debit', 'dunning'],
    complaints: { billing: 7, refund: 3, waiting: 1 },
  },
  {
    id: 'technical',
    team: 'technical',
    priority: 'normal',
    daily: { voice: 82, chat: 80, messaging: 47, email: 32, web: 23 },
    call: call(590, 90, 0.04),
    chat: chat(98, 60, 0.04),
    transfersTo: ['billing'],
    tags: ['outage', 'login', 'app', 'setup', 'defect'],
    complaints: { defect: 5, outage: 3, waiting: 2 },
  },
  {
    id: 'orders',
    team: 'frontline',
    priority: 'normal',
    daily: { voice: 104, chat: 85, messaging: 73, email: 33, web: 22 },
    call: call(260, 40, 0.05),
    chat: chat(66, 40, 0.05),
    transfersTo: ['billing', 'general'],
    tags: ['delivery', 'return', 'stock', 'damaged'],
    complaints: { delivery: 8, damaged: 3, refund: 2 },
  },
  {
    id: 'vip',
    team: 'frontline',
    priority: 'high',
    daily: { voice: 32, chat: 15, messaging: 8, email: 12, web: 4 },
    call: call(400, 65, 0.03),
    chat: chat(70, 50, 0.03),
    transfersTo: ['technical', 'billing'],
    tags: ['contract', 'escalation', 'project'],
    complaints: { delivery: 3, contract: 2, billing: 1 },
  },
];

const EVERYTHING = ['general', 'orders', 'technical', 'billing', 'vip'];
/** In this order from week to week: a late Sunday leaves eleven hours of rest before Monday. */
const shiftsAt = (...hours: number[]) => hours.map((hour) => ({ start: hour * 60, minutes: 510 }));
/** Until the night crew comes at eight, the late one first: it is there even if nobody else is. */
const WEEKEND = shiftsAt(11.5, 8.5);

const CREWS: readonly Crew[] = [
  crew('front-calls', 'frontline', 'calls', 8, shiftsAt(8.5, 10, 7.5, 12, 8, 12, 12.5), [
    ['general', 'orders', 'vip'],
    ['orders', 'general', 'billing'],
    ['vip', 'general', 'orders'],
    ['general', 'orders', 'billing', 'vip'],
  ]),
  crew('front-chats', 'frontline', 'chats', 5, shiftsAt(8.5, 12.5, 8, 11), [
    ['general', 'orders', 'vip'],
    ['orders', 'general', 'vip', 'billing'],
  ]),
  crew('front-mail', 'frontline', 'tickets', 9, shiftsAt(8, 9, 11.5), [['general', 'orders', 'vip']]),
  crew('billing-desk', 'billing', 'blended', 5, shiftsAt(8, 12.5, 9, 11.5), [
    ['billing', 'general'],
    ['billing', 'general', 'orders'],
  ]),
  crew('billing-mail', 'billing', 'tickets', 3, shiftsAt(8, 9.5), [['billing']]),
  crew('tech-desk', 'technical', 'blended', 8, shiftsAt(8, 12.5, 9, 11.5), [
    ['technical', 'general'],
    ['technical', 'billing', 'vip'],
  ]),
  crew('tech-mail', 'technical', 'tickets', 4, shiftsAt(8, 9, 11.5), [['technical']]),
  {
    ...crew('night-late', 'night', 'blended', 10, [{ start: 20 * 60, minutes: 480 }], [EVERYTHING]),
    weekendEvery: 2,
    minimum: 5,
  },
  {
    ...crew('night-early', 'night', 'blended', 8, [{ start: 4 * 60, minutes: 480 }], [EVERYTHING]),
    weekendEvery: 2,
    minimum: 4,
  },
];

function crew(
  id: string,
  team: string,
  desk: Crew['desk'],
  headcount: number,
  shifts: Crew['shifts'],
  skills: Crew['skills'],
): Crew {
  const slots = desk === 'chats' || desk === 'blended' ? 3 : 1;
  const weekend = desk === 'tickets' || team === 'night' ? {} : { weekendShifts: WEEKEND };
  return { id, team, desk, headcount, slots, shifts, skills, weekendEvery: 3, minimum: 1, ...weekend };
}

/**
 * A center of some sixty agents in Berlin with about 1,400 conversations a weekday. By day it serves its home
 * market; in the evening and at night customers in other regions, most of whom write.
 */
export const DEFAULT_PROFILE: Profile = {
  zone: 'Europe/Berlin',
  scale: 1,
  demand: {
    weekdays: [1.16, 1.05, 1, 0.97, 0.94, 0.38, 0.3],
    home: { voice: OFFICE_CALLS, chat: EVENING_CHATS, messaging: EVENING_CHATS, email: MAIL, web: MAIL },
    overseas: OVERSEAS,
    overseasShare: { voice: 0.07, chat: 0.52, messaging: 0.66, email: 0.15, web: 0.15 },
    dayNoise: 0.07,
    surge: {
      perDay: 0.18,
      factor: [2.2, 3.5],
      fade: { medianMs: 35 * MINUTE, sigma: 0.35 },
      queues: ['technical', 'orders', 'technical', 'billing'],
    },
    returning: 0.14,
  },
  queues: QUEUES,
  crews: CREWS,
};
