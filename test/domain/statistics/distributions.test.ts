import { describe, test } from 'vitest';
import {
  betaQuantile,
  normalReach,
  normalTails,
  tReach,
  tTails,
} from '../../../services/domain/statistics/distributions.ts';
import { expectClose } from './close.ts';

describe('scipy 1.17.1 says the same', () => {
  test.each([
    ['stats.norm.ppf(0.975)', normalReach(0.95), 1.959963984540054],
    ['stats.norm.ppf(0.9995)', normalReach(0.999), 3.2905267314919255],
    ['2 * stats.norm.sf(1.96)', normalTails(1.96), 0.04999579029644087],
    ['2 * stats.norm.sf(12)', normalTails(-12), 3.552964224155306e-33],
    ['stats.t.ppf(0.975, 1)', tReach(0.95, 1), 12.706204736174694],
    ['stats.t.ppf(0.975, 7.3)', tReach(0.95, 7.3), 2.345066736547703],
    ['stats.t.ppf(0.995, 1e9)', tReach(0.99, 1e9), 2.5758293084654484],
    ['2 * stats.t.sf(2.5, 3.7)', tTails(2.5, 3.7), 0.07182202291182678],
    ['2 * stats.t.sf(9, 1e6)', tTails(-9, 1e6), 2.2609730334928616e-19],
    ['stats.beta.ppf(0.025, 3, 4)', betaQuantile(0.025, 3, 4), 0.11811724875702521],
    [
      'stats.beta.ppf(0.975, 0.9 * 5000001, 0.1 * 5000001)',
      betaQuantile(0.975, 0.9 * 5000001, 0.1 * 5000001),
      0.9002628051212284,
    ],
    ['stats.beta.ppf(0.0000005, 90.9, 10.1)', betaQuantile(0.0000005, 90.9, 10.1), 0.7011562672977429],
  ])('%s', (_call, actual, expected) => expectClose(actual, expected));
});
