import { z } from 'zod';
import type { Fault } from '../../../lib/errors.ts';
import type { AskedTerms } from '../../../workforce/staffing/terms.ts';
import { amount, readDuration, readNumber } from './amounts.ts';

/** What if: each stands for what the forecast, the measurements or the configuration say. */
export const whatIfParameters = {
  volume: amount.describe('Contacts an interval: an answer of its own, without range and forecast'),
  volume_change: amount.describe('Share by which contacts differ from the forecast: 0.1 or 10% is 10 % more'),
  agents: amount.describe('What it will be like with so many, rather than with those required'),
  aht: amount.describe('Handling time: seconds, or with a unit, such as 180s or 3m'),
  goal: amount.describe('Share to be answered in time, 0.8; or with the time, 80/20: 80 % within 20 s'),
  within: amount.describe('The time for goal: seconds, or with a unit'),
  shrinkage: amount.describe('Share of paid time in which agents are not there, such as 0.3 or 30%'),
  max_occupancy: amount.describe('The most of their time that agents shall be busy, such as 0.85'),
  max_abandonment: amount.describe('The most that may give up, as a share; for Erlang A'),
  patience: amount.describe('Mean time until callers give up: seconds, or with a unit'),
  concurrency: amount.describe('Contacts that an agent handles at once'),
  deferred: amount.describe('Time in which work is to be done that nobody waits for; 0 where they do'),
  model: z.enum(['erlang_c', 'erlang_a']).optional().describe('Erlang A where a patience is known, else C'),
};

type Given = { readonly [name in keyof typeof whatIfParameters]?: string | undefined };

export interface WhatIf {
  readonly asked: AskedTerms;
  readonly volume: number | null;
  readonly volumeChange: number;
  readonly agents: number | null;
}

const DAY_MS = 86_400_000;
const MAX_VOLUME = 1_000_000;

/** Reads what is asked instead. Adds every fault. */
export function readWhatIf(given: Given, faults: Fault[]): WhatIf {
  const number = (name: keyof Given, must: string, holds: (value: number) => boolean, isShare = false) =>
    readNumber(given[name], { path: name, must, holds, isShare }, faults);
  const share = (name: keyof Given, must: string, holds: (value: number) => boolean) =>
    number(name, must, holds, true);
  const time = (name: keyof Given, must: string, holds: (ms: number) => boolean) =>
    readDuration(given[name], { path: name, must, holds }, faults);
  const count = (name: keyof Given, most: number) =>
    number(
      name,
      `must be a whole number from 1 to ${most}`,
      (n) => Number.isInteger(n) && n >= 1 && n <= most,
    );

  const goal = readGoal(given.goal, faults);
  const withinMs = time('within', 'must be a time up to a day, such as 20s', (ms) => ms <= DAY_MS);
  if (goal.withinMs !== undefined && withinMs !== undefined)
    faults.push({ path: 'within', message: 'goal says the time already' });
  if (given.volume && given.volume_change)
    faults.push({
      path: 'volume_change',
      message: 'is a change of the forecast, and volume stands instead of it',
    });
  const maxAbandonment = share(
    'max_abandonment',
    'must be a share above 0, at most 1, such as 0.05 or 5%',
    (value) => value > 0 && value <= 1,
  );
  const patienceMs = time(
    'patience',
    'must be a time from a second to a day, such as 3m',
    (ms) => ms >= 1_000 && ms <= DAY_MS,
  );
  if (given.model === 'erlang_c') {
    const unheard = { patience: patienceMs, max_abandonment: maxAbandonment };
    for (const [path, value] of Object.entries(unheard))
      if (value !== undefined)
        faults.push({ path, message: 'by Erlang C nobody gives up; leave it or model out' });
  }
  return {
    volume:
      number(
        'volume',
        `must be a number of contacts an interval, from 0 to ${MAX_VOLUME}`,
        (value) => value >= 0 && value <= MAX_VOLUME,
      ) ?? null,
    volumeChange:
      share(
        'volume_change',
        'must be a share from -1 to 20; 0.1 or 10% is 10 % more',
        (value) => value >= -1 && value <= 20,
      ) ?? 0,
    agents: count('agents', 100_000) ?? null,
    asked: {
      goal: goal.share,
      withinMs: goal.withinMs ?? withinMs,
      shrinkage: share(
        'shrinkage',
        'must be a share from 0 to below 1, such as 0.3 or 30%',
        (value) => value >= 0 && value < 1,
      ),
      maxOccupancy: share(
        'max_occupancy',
        'must be a share above 0, at most 1, such as 0.85 or 85%',
        (value) => value > 0 && value <= 1,
      ),
      maxAbandonment,
      ahtMs: time(
        'aht',
        'must be a time above 0 and up to a day, such as 180s',
        (ms) => ms > 0 && ms <= DAY_MS,
      ),
      patienceMs,
      concurrency: count('concurrency', 50),
      deferredMs: time('deferred', 'must be a time up to 7 days, such as 4h', (ms) => ms <= 7 * DAY_MS),
      model: given.model as AskedTerms['model'],
    },
  };
}

/** `0.8`, or `80/20` for 80 % within 20 s. */
function readGoal(text: string | undefined, faults: Fault[]): { share?: number; withinMs?: number } {
  if (text === undefined || text === '') return {};
  const [first, second, ...rest] = text.split('/');
  const isPair = second !== undefined;
  const must = isPair
    ? 'must be per cent and a time, such as 80/20 for 80 % within 20 s'
    : 'must be a share above 0 and below 1, such as 0.8 or 80%, or 80/20 for 80 % within 20 s';
  // Less than one per cent is a share, written where per cent belong.
  const holds = (value: number) => (isPair ? value >= 1 && value < 100 : value > 0 && value < 1);
  if (rest.length > 0 || first === '' || second === '') {
    faults.push({ path: 'goal', message: must });
    return {};
  }
  const before = faults.length;
  const share = readNumber(first, { path: 'goal', must, holds, isShare: !isPair }, faults);
  const withinMs = isPair
    ? readDuration(second, { path: 'goal', must, holds: (ms) => ms <= DAY_MS }, faults)
    : undefined;
  if (faults.length > before) return {};
  return { share: isPair ? share! / 100 : share!, ...(withinMs === undefined ? {} : { withinMs }) };
}
