import type { Expect, Model } from './model.ts';

/** The mean of what others expect: their errors cancel out in part where they err for different reasons. */
export function combination(models: readonly Model[]): Model {
  return {
    method: 'combination',
    at(origin) {
      const expects: Expect[] = models.map((model) => model.at(origin));
      let one = new Float64Array(0);
      return (day, into) => {
        if (one.length !== into.length) one = new Float64Array(into.length);
        into.fill(0);
        for (const expect of expects) {
          expect(day, one);
          for (let place = 0; place < into.length; place++) into[place]! += one[place]! / expects.length;
        }
      };
    },
  };
}
