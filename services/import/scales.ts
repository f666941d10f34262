import { z } from 'zod';
import { onScale, type Scale, scaleFault, stepsOf } from '../domain/events/survey-scale.ts';
import { RowFault } from './errors.ts';
import type { TextValue } from './mapping.ts';

/** As many answers as a review in per cent has. */
const MAX_STEPS = 101;

const wholeNumber = z
  .string()
  .regex(/^[+-]?\d{1,4}$/, 'is no whole number')
  .transform(Number);

/** The ends of a survey's scale; every scalar arrives as text. */
export const scale = z
  .strictObject({ worst: wholeNumber, best: wholeNumber })
  .superRefine((ends, context) => {
    const message = stepsFault(ends);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });

function stepsFault(ends: Scale): string | null {
  const steps = stepsOf(ends);
  if (steps === 1) return 'has but one step';
  return steps <= MAX_STEPS
    ? null
    : `has ${steps} steps, more than ${MAX_STEPS}: give its answers a number with a map`;
}

/** What is wrong with how a rule says the scale of its answers, and in which field; null where nothing is. */
export function scaleRuleFault(rule: {
  kind?: TextValue;
  scale?: Scale;
  scale_max?: TextValue;
}): { path: string; message: string } | null {
  if (!rule.scale) return rule.scale_max ? null : { path: 'scale_max', message: 'is needed, or a scale' };
  if (rule.scale_max) return { path: 'scale', message: 'either scale or scale_max' };
  const kind = rule.kind && constantOf(rule.kind);
  // Faulty ends are told where they stand.
  const fault = kind && stepsFault(rule.scale) === null && faultOnScale(kind, rule.scale);
  return fault ? { path: 'scale', message: `${kind}: ${fault}` } : null;
}

/** The text of a value that is the same for every row. */
function constantOf({ anyOf, map }: TextValue): string | undefined {
  const [only, ...others] = anyOf;
  const isConstant = only && others.length === 0 && !map && only.every((part) => typeof part === 'string');
  return isConstant ? only.join('') : undefined;
}

function faultOnScale(kind: string, ends: Scale): string | null {
  const best = onScale(kind, ends.best, ends);
  return best === null ? null : said({ kind, ...best });
}

/**
 * The body of an answer with its score on the scale of its kind; other bodies as they are.
 * Throws BAD_VALUE where the answer is not on the scale that the mapping declares, or its kind has no such scale:
 * it would be counted as something that nobody said.
 */
export function scaled<T extends Record<string, unknown>>(body: T, ends: Scale | undefined): T {
  const { kind, score, scale_max } = body;
  if (typeof kind !== 'string' || typeof score !== 'number') return body;
  let answer = { score, scale_max: Number(scale_max) };
  if (ends) {
    const put = onScale(kind, score, ends);
    if (put === null) {
      throw new RowFault(
        'BAD_VALUE',
        `score: ${score} is not on the scale from ${ends.worst} to ${ends.best}`,
      );
    }
    answer = put;
  }
  const fault = said({ kind, ...answer });
  if (fault !== null) throw new RowFault('BAD_VALUE', fault);
  return { ...body, ...answer };
}

function said(answer: { kind: string; score: number; scale_max: number }): string | null {
  const fault = scaleFault(answer);
  return fault && `${fault.path.replace('event.', '')}: ${fault.message}`;
}
