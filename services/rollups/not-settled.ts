/**
 * What stands for the facts of an hour that must be rolled up again: somebody struck the notes of it who does not know
 * its source.
 */
export const NOT_SETTLED = '18446744073709551615';
