import { faultWords } from '../../lib/errors.ts';
import { HttpProblem } from '../../lib/http/problems.ts';
import type { Excess, TooLargeError } from './too-large.ts';
import { type AskedParameters, daysOf, waysOut } from './ways.ts';

/**
 * The answer to a question that takes more than it may: 422 `QUESTION_TOO_LARGE`, with what it takes, and in `faults` what
 * would make it answerable, by parameter; `rangeDays` is how long a range would be. Null where nothing of the question
 * could be changed: then the servers are at fault.
 *
 * @param now UTC ms
 */
export function tooLarge(error: TooLargeError, asked: AskedParameters, now: number): HttpProblem | null {
  const { takes, most } = error.excess;
  const share = takes === undefined || most === undefined ? undefined : most / takes;
  const faults = waysOut(asked, share, now);
  if (faults.length === 0) return null;
  const rangeDays = daysOf(asked, share, now);
  return new HttpProblem(422, error.code, 'The question is too large', {
    detail: `${excessWords(error.excess)}. What would make it answerable: ${faults.map(faultWords).join('; ')}`,
    faults,
    extensions: { resource: error.excess.resource, ...(rangeDays === null ? {} : { rangeDays }) },
    cause: error,
  });
}

function excessWords({ resource, takes, most }: Excess): string {
  if (takes === undefined || most === undefined) return STOPPED[resource];
  return resource === 'memory'
    ? `It takes at least ${bytesWords(takes)} of memory, and may take ${bytesWords(most)}`
    : `It takes at least ${secondsWords(takes)}, and may take ${secondsWords(most)}`;
}

const STOPPED: Readonly<Record<Excess['resource'], string>> = {
  memory: 'It was stopped because it took more memory than there is for it now',
  time: 'It was stopped because it took longer than it may',
  rows: 'It was stopped because it read more rows than it may',
};

const bytesWords = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
const secondsWords = (ms: number) => `${Math.ceil(ms / 1_000)} s`;
