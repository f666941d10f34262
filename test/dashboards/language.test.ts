import { describe, expect, test } from 'vitest';
import { chooseLanguage, textsIn } from '../../dashboards/viewer/src/i18n/index.ts';

describe('the language', () => {
  test('is what is asked for, else the first that the browser speaks, else English', () => {
    expect(chooseLanguage('zh', ['en-GB'])).toBe('zh');
    expect(chooseLanguage(undefined, ['fr', 'zh-TW', 'en'])).toBe('zh');
    expect(chooseLanguage(undefined, ['fr'])).toBe('en');
  });

  test("writes dates as the browser's English does", () => {
    expect(textsIn('en', ['de', 'en-GB', 'en-US']).locale).toBe('en-GB');
    expect(textsIn('zh', ['en-GB']).locale).toBe('zh-CN');
  });

  test('leaves out tags that are none, as of a browser without a locale', () => {
    const { locale } = textsIn('en', ['en-US@posix']);
    expect(locale).toBe('en');
    expect(new Intl.NumberFormat(locale).format(0.5)).toBe('0.5');
  });
});
