import { describe, expect, it } from 'vitest';
import { durationParts, roughDuration } from '../../dashboards/viewer/src/format/duration.ts';

const write = (ms: number, locale = 'en') =>
  durationParts(ms, locale)
    .map(({ text }) => text)
    .join('');

it.each([
  [4_230, '4.2s'],
  [59_900, '1m'],
  [96_000, '1.6m'],
  [43_200_000, '12h'],
  [100, '0.1s'],
])('%d ms, where there is little room', (ms, text) =>
  expect(
    roughDuration(ms, 'en')
      .map((part) => part.text)
      .join(''),
  ).toBe(text),
);

describe('a duration is written with its two greatest units', () => {
  it.each([
    [0, '0s'],
    [420, '420ms'],
    [999.6, '1s'],
    [4_230, '4.2s'],
    [42_400, '42s'],
    [59_600, '1m\u200900s'],
    [93_000, '1m\u200933s'],
    [3_599_600, '1h\u200900m'],
    [18_720_000, '5h\u200912m'],
    [86_399_999, '1d\u200900h'],
    [273_600_000, '3d\u200904h'],
    [-93_000, '−1m\u200933s'],
  ])('%d ms', (ms, text) => expect(write(ms)).toBe(text));

  it('without a second unit of which there is none, on axes', () => {
    const texts = durationParts(64_800_000, 'en', true).map(({ text }) => text);
    expect(texts.join('')).toBe('18h');
  });

  it('in Chinese', () => expect(write(93_000, 'zh-CN')).toBe('1分钟\u200933秒'));
});
