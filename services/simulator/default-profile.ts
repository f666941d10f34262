import type { Crew, Handling, HourCurve, Profile, QueueProfile } from './profile.ts';
import type { Spread } from './random.ts';
import { MINUTE, SECOND } from './units.ts';

/** Local hours 0 to 23. */
const OFFICE_CALLS: HourCurve = [
  0, 0, 0, 0, 0, 0, 0.5, 2.5, 6, 9, 10.5, 10, 8, 7.5, 8.5, 8.5, 8, 7, 5.5, 4, 2.5, 1.5, 0.6, 0.2,
];
const EVENING_CHATS: HourCurve = [
  0.4, 0.2, 0, 0, 0, 0.2, 0.8, 2, 4.5, 7, 8, 8, 7.5, 7, 7, 7.5, 7.5, 7, 6.5, 6.5, 6, 4.5, 2.5, 1,
];
const MAIL: HourCurve = [
  0.8, 0.5, 0.3, 0.3, 0.4, 0.8, 2, 5, 8, 9, 8.5, 7.5, 6, 6, 6.5, 6.5, 6, 5, 4.5, 4.5, 4, 3.5, 2.5, 1.5,
];
const OVERSEAS: HourCurve = [
  9, 9, 8.5, 7.5, 6.5, 6, 5, 3, 1, 0, 0, 0, 0, 0, 0, 0, 0.5, 1, 2, 4, 6.5, 8.5, 9.5, 9.5,
];

const seconds = (median: number, sigma: number): Spread => ({ medianMs: median * SECOND, sigma });

function call(talk: number, wrap: number, transferred: number): Handling {
  return { talk: seconds(talk, 0.62), wrap: seconds(wrap, 0.6), patience: seconds(185, 1.05), transferred };
}

function chat(pace: number, wrap: number, transferred: number): Handling {
  return { talk: seconds(pace, 0.7), wrap: seconds(wrap, 0.5), patience: seconds(300, 0.9), transferred };
}

const QUEUES: readonly QueueProfile[] = [
  {
    id: 'general',
    team: 'frontline',
    priority: 'normal',
    daily: { voice: 200, chat: 130, messaging: 90, email: 75, web: 35 },
    call: call(190, 32, 0.09),
    chat: chat(26, 20, 0.07),
    transfersTo: ['billing', 'technical', 'orders'],
    tags: ['account', 'opening-hours', 'complaint', 'address-change'],
  },
  {
    id: 'billing',
    team: 'billing',
    priority: 'normal',
    daily: { voice: 105, chat: 45, messaging: 25, email: 55, web: 20 },
    call: call(245, 45, 0.05),
    chat: chat(30, 25, 0.05),
    transfersTo: ['general'],
    tags: ['invoice', 'refund', 'direct-debit', 'dunning'],
  },
  {
    id: 'technical',
    team: 'technical',
    priority: 'normal',
    daily: { voice: 95, chat: 70, messaging: 35, email: 40, web: 35 },
    call: call(390, 60, 0.04),
    chat: chat(36, 30, 0.04),
    transfersTo: ['billing'],
    tags: ['outage', 'login', 'app', 'setup', 'defect'],
  },
  {
    id: 'orders',
    team: 'frontline',
    priority: 'normal',
    daily: { voice: 130, chat: 75, messaging: 60, email: 45, web: 30 },
    call: call(165, 25, 0.05),
    chat: chat(24, 18, 0.05),
    transfersTo: ['billing', 'general'],
    tags: ['delivery', 'return', 'stock', 'damaged'],
  },
  {
    id: 'vip',
    team: 'frontline',
    priority: 'high',
    daily: { voice: 38, chat: 14, messaging: 6, email: 14, web: 4 },
    call: call(280, 45, 0.03),
    chat: chat(26, 25, 0.03),
    transfersTo: ['technical', 'billing'],
    tags: ['contract', 'escalation', 'project'],
  },
];

const EVERYTHING = ['general', 'orders', 'technical', 'billing', 'vip'];
const DAY_SHIFTS = [8, 9, 7, 10, 11.5].map((hour) => ({ start: hour * 60, minutes: 510 }));
const OFFICE_SHIFTS = [8, 9, 7.5].map((hour) => ({ start: hour * 60, minutes: 510 }));

const CREWS: readonly Crew[] = [
  crew('front-calls', 'frontline', 'calls', 12, DAY_SHIFTS, [
    ['general', 'orders'],
    ['orders', 'general'],
    ['vip', 'general', 'orders'],
    ['general', 'orders', 'billing'],
  ]),
  crew('front-chats', 'frontline', 'chats', 9, DAY_SHIFTS, [
    ['general', 'orders'],
    ['orders', 'general', 'vip'],
    ['general', 'orders', 'billing', 'vip'],
  ]),
  crew('front-mail', 'frontline', 'tickets', 6, OFFICE_SHIFTS, [['general', 'orders', 'vip']]),
  crew('billing-desk', 'billing', 'blended', 7, DAY_SHIFTS, [['billing'], ['billing', 'general']]),
  crew('billing-mail', 'billing', 'tickets', 3, OFFICE_SHIFTS, [['billing']]),
  crew('tech-desk', 'technical', 'blended', 9, DAY_SHIFTS, [['technical'], ['technical', 'general']]),
  crew('tech-mail', 'technical', 'tickets', 3, OFFICE_SHIFTS, [['technical']]),
  {
    ...crew('night-late', 'night', 'blended', 6, [{ start: 20 * 60, minutes: 480 }], [EVERYTHING]),
    weekendEvery: 2,
    minimum: 3,
  },
  {
    ...crew('night-early', 'night', 'blended', 5, [{ start: 4 * 60, minutes: 480 }], [EVERYTHING]),
    weekendEvery: 2,
    minimum: 2,
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
  return { id, team, desk, headcount, slots, shifts, skills, weekendEvery: 3, minimum: 1 };
}

/**
 * A center of some sixty agents in Berlin with about 1,450 conversations a weekday. By day it serves its home
 * market; in the evening and at night customers in other regions, most of whom write.
 */
export const DEFAULT_PROFILE: Profile = {
  zone: 'Europe/Berlin',
  scale: 1,
  demand: {
    weekdays: [1.16, 1.05, 1, 0.97, 0.94, 0.46, 0.34],
    home: { voice: OFFICE_CALLS, chat: EVENING_CHATS, messaging: EVENING_CHATS, email: MAIL, web: MAIL },
    overseas: OVERSEAS,
    overseasShare: { voice: 0.07, chat: 0.4, messaging: 0.5, email: 0.15, web: 0.15 },
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
