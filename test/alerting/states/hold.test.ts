import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterLook, type Hold, INACTIVE, type Verdict } from '../../../services/alerting/states/hold.ts';

interface Look {
  at: number;
  verdict: Verdict;
}

const OPTIONS = { forMs: 120, keepFiringForMs: 60 };
const through = (looks: readonly Look[], options = OPTIONS, from: Hold = INACTIVE) =>
  looks.reduce((hold, { at, verdict }) => afterLook(hold, verdict, at, options), from);
const states = (looks: readonly Look[], options = OPTIONS) =>
  looks.map((_, i) => through(looks.slice(0, i + 1), options).state);
const every60 = (...verdicts: Verdict[]) => verdicts.map((verdict, i) => ({ at: i * 60, verdict }));

describe('a condition', () => {
  it('is pending until it has held for its time, and fires then', () => {
    expect(states(every60('met', 'met', 'met', 'met'))).toEqual(['pending', 'pending', 'firing', 'firing']);
  });

  it('fires at once where it need not last', () => {
    expect(states(every60('met'), { forMs: 0, keepFiringForMs: 0 })).toEqual(['firing']);
  });

  it('that ceases to hold while it is pending begins anew', () => {
    expect(states(every60('met', 'kept', 'met', 'met', 'met'))).toEqual([
      'pending',
      'inactive',
      'pending',
      'pending',
      'firing',
    ]);
  });

  it('fires on between the two thresholds, and is resolved once it is over for its time', () => {
    const looks = every60('met', 'met', 'met', 'kept', 'over', 'kept', 'over', 'over');
    expect(states(looks).slice(2)).toEqual(['firing', 'firing', 'firing', 'firing', 'firing', 'inactive']);
  });

  it('that is not known stays as it is', () => {
    expect(states(every60('met', 'unknown', 'unknown', 'met', 'unknown', 'over', 'unknown', 'over'))).toEqual(
      ['pending', 'pending', 'pending', 'firing', 'firing', 'firing', 'firing', 'inactive'],
    );
  });
});

const looksOf = fc
  .array(
    fc.record({
      step: fc.integer({ min: 0, max: 90 }),
      verdict: fc.constantFrom<Verdict>('met', 'kept', 'over', 'unknown'),
    }),
    { maxLength: 60 },
  )
  .map((steps) => {
    let at = 0;
    return steps.map(({ step, verdict }) => {
      at += step;
      return { at, verdict };
    });
  });
const optionsOf = fc.record({
  forMs: fc.integer({ min: 0, max: 300 }),
  keepFiringForMs: fc.integer({ min: 0, max: 300 }),
});

describe('whatever the looks', () => {
  it('firing begins only at a look at which the condition holds, having held at each that knew for its time', () => {
    fc.assert(
      fc.property(looksOf, optionsOf, (looks, options) => {
        looks.forEach(({ at, verdict }, i) => {
          const before = through(looks.slice(0, i), options);
          const after = through(looks.slice(0, i + 1), options);
          if (before.state === 'firing' || after.state !== 'firing') return;
          expect(verdict).toBe('met');
          expect(at - after.since).toBeGreaterThanOrEqual(options.forMs);
          const during = looks.slice(0, i + 1).filter((look) => look.at > after.since);
          expect(during.every((look) => look.verdict === 'met' || look.verdict === 'unknown')).toBe(true);
        });
      }),
    );
  });

  it('it is resolved only at a look at which the condition is over', () => {
    fc.assert(
      fc.property(looksOf, optionsOf, (looks, options) => {
        looks.forEach(({ verdict }, i) => {
          const before = through(looks.slice(0, i), options);
          const after = through(looks.slice(0, i + 1), options);
          if (before.state === 'firing' && after.state !== 'firing') expect(verdict).toBe('over');
        });
      }),
    );
  });

  it('a look that is taken twice changes nothing more', () => {
    fc.assert(
      fc.property(looksOf, optionsOf, (looks, options) => {
        const twice = looks.flatMap((look) => [look, look]);
        expect(through(twice, options)).toEqual(through(looks, options));
      }),
    );
  });

  it('looks that know nothing might as well not have been taken', () => {
    fc.assert(
      fc.property(looksOf, optionsOf, (looks, options) => {
        const known = looks.filter(({ verdict }) => verdict !== 'unknown');
        expect(through(looks, options)).toEqual(through(known, options));
      }),
    );
  });

  it('who takes over from what is stored fires no sooner and keeps it firing no shorter', () => {
    fc.assert(
      fc.property(looksOf, looksOf, optionsOf, (earlier, later, options) => {
        const before = through(earlier, options);
        const handed: Hold = before.state === 'firing' ? { ...before, overSince: null } : before;
        const begin = earlier.at(-1)?.at ?? 0;
        const rest = later.map(({ at, verdict }) => ({ at: at + begin, verdict }));
        rest.forEach((_, i) => {
          const own = through(rest.slice(0, i + 1), options, before);
          const other = through(rest.slice(0, i + 1), options, handed);
          if (own.state === 'firing' && before.state === 'firing' && own.since === before.since)
            expect(other.state).toBe('firing');
        });
      }),
    );
  });
});
