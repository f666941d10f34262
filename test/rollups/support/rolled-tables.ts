/** Tables of what is rolled up, of what whose surveys are is read from, and of what is to be rolled up. */
export const ROLLED_TABLES = [
  'tellings',
  'surveyed',
  'rollups',
  'rollup_days',
  'rollup_bins',
  'rollup_peaks',
  'rollup_repeats',
  'rollup_surveys',
  'rollup_hours',
  'dirty_hours',
];
