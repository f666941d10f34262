/** Whether everything is tried, as in `.ci/run` (TESTS_IN_FULL=1), or of more of the same a part. */
export const inFull = process.env.TESTS_IN_FULL === '1';

const PART = 0.4;

/** How many cases of a property that takes long are tried, of so many in full. */
export const casesOf = (full: number): number => (inFull ? full : Math.ceil(PART * full));
