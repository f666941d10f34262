import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadReadingTools } from '../../../services/center/texts.ts';
import { MAX_READ, readText } from '../../../services/domain/words/read.ts';
import { COURTESIES, MAX_FINGERPRINT } from '../../../services/domain/words/said.ts';
import { CHINESE_FRESH, CHINESE_TUNED, ENGLISH_FRESH, ENGLISH_TUNED, type Sentence } from './sentences.ts';

const tools = await loadReadingTools();
const read = (text: string, conversation = 'c1') => readText(text, conversation, tools)!;
const feeling = (text: string) => {
  const { sentiment } = read(text);
  if (sentiment === null) return null;
  return sentiment <= -25 ? 'negative' : sentiment >= 25 ? 'positive' : 'neutral';
};
const right = (sentences: readonly Sentence[]) =>
  sentences.filter(([wanted, text]) => feeling(text) === wanted).length;

describe('sentiment', () => {
  it('is as right about sentences of messages as docs/decisions/words.md says', () => {
    expect([right(ENGLISH_TUNED), ENGLISH_TUNED.length]).toEqual([40, 40]);
    expect([right(ENGLISH_FRESH), ENGLISH_FRESH.length]).toEqual([39, 40]);
    expect([right(CHINESE_TUNED), CHINESE_TUNED.length]).toEqual([40, 40]);
    expect([right(CHINESE_FRESH), CHINESE_FRESH.length]).toEqual([35, 41]);
  });

  it.each([
    ['The agent was friendly.', 'The agent was not friendly.'],
    ['I am happy with it.', "I'm not really happy with it."],
    ['这个很好', '这个不好'],
    ['我很满意', '我不太满意'],
    ['我很滿意', '我對這個不滿意'],
  ])('is turned by a negation: %s, %s', (good, bad) => {
    expect(read(good).sentiment).toBeGreaterThan(0);
    expect(read(bad).sentiment).toBeLessThan(0);
  });

  it('is stronger of what is very good, and leans to what follows a but', () => {
    expect(read('The support was very good today').sentiment).toBeGreaterThan(
      read('The support was good today').sentiment!,
    );
    expect(feeling('The agent was friendly, but the answer was terrible')).toBe('negative');
    expect(feeling('The app is terrible, but the agent was very friendly')).toBe('positive');
  });

  it('is read of emoji, alone and beside words', () => {
    expect(feeling('😡😡😡')).toBe('negative');
    expect(feeling('👍')).toBe('positive');
    expect(read('📦').sentiment).toBeNull();
    expect(feeling('It has arrived today 😀')).toBe('positive');
    expect(feeling('My parcel is at the station :(')).toBe('negative');
  });

  it('of Chinese with English words in it counts both', () => {
    expect(read('你们的 app 一直 crash')).toMatchObject({ language: 'zh' });
    expect(feeling('你们的 app 一直 crash')).toBe('negative');
  });

  it('is not known in other languages', () => {
    expect(read('Ich warte seit drei Tagen auf eine Antwort.')).toMatchObject({
      language: 'de',
      sentiment: null,
    });
    expect(read('Je voudrais un remboursement')).toMatchObject({ language: 'fr', sentiment: null });
    expect(read('注文はどこですか')).toMatchObject({ language: 'ja', sentiment: null });
    expect(read('qwrtz')).toMatchObject({ language: '', sentiment: null });
  });
});

describe('language', () => {
  it.each([
    ['thanks', 'en'],
    ['Danke', 'de'],
    ['好的', 'zh'],
    ['我的 iPhone 15 Pro Max 坏了', 'zh'],
    ['Please call Mr 王 back today', 'en'],
    ['謝謝', 'zh'],
    ['감사합니다', 'ko'],
    ['¿Dónde está mi pedido?', 'es'],
    ['12345', ''],
  ])('of "%s" is "%s"', (text, language) => {
    expect(read(text).language).toBe(language);
  });
});

describe('courtesies', () => {
  it.each([
    ['Hello Ann, thanks for waiting.', ['greeting', 'thanks']],
    ['I’m sorry about that. Have a nice day!', ['apology', 'farewell']],
    ['您好，很抱歉让您久等了，感谢您的耐心，祝您生活愉快', ['greeting', 'thanks', 'apology', 'farewell']],
    ['對不起，謝謝您', ['thanks', 'apology']],
    ['Guten Tag, es tut mir leid. Mit freundlichen Grüßen', ['greeting', 'apology', 'farewell']],
    ['It ships on Monday.', []],
    ['The chip is behind the cover', []],
  ])('in "%s" are %j', (text, courtesies) => {
    expect(read(text).courtesies).toEqual(courtesies);
  });
});

describe('a question', () => {
  it.each([
    'Where is my order?',
    'where is my order',
    'hello, can you help me',
    'Wann kommt meine Bestellung',
    '订单什么时候到',
    '可以退款吗',
    '請問可以退款嗎',
    'It broke. What should I do',
  ])('is "%s"', (text) => {
    expect(read(text).question).toBe(true);
  });

  it.each([
    'When I open it, it crashes.',
    'What a mess.',
    'See https://example.com/?a=b',
    'I can do that.',
    '没什么，谢谢',
    '无论如何都不行',
    'Danke, das ist alles.',
  ])('is not "%s"', (text) => {
    expect(read(text).question).toBe(false);
  });
});

describe('the fingerprint', () => {
  it('is the same for the same words, whatever their case, signs and numbers', () => {
    const one = read('Your parcel 4711 is on its way!').fingerprint;
    expect(one).not.toBeNull();
    expect(read('your parcel 0815 is on its way').fingerprint).toBe(one);
    expect(read('Your parcel is on the way').fingerprint).not.toBe(one);
  });

  it('is another in another conversation, and none of what is short', () => {
    const text = 'Your parcel is on its way!';
    expect(read(text, 'c2').fingerprint).not.toBe(read(text, 'c1').fingerprint);
    expect(read('Thank you!').fingerprint).toBeNull();
    expect(read('好的').fingerprint).toBeNull();
    expect(read('您的快递正在路上，请耐心等待').fingerprint).not.toBeNull();
  });
});

describe('any text', () => {
  it('is read without an error, always the same way, and into what the schema allows', () => {
    const pieces = fc.constantFrom(
      'thanks',
      '谢谢',
      ' ',
      '?',
      '！',
      '😡',
      'not',
      '不',
      '<p>',
      '\u0000',
      '\ud800',
      '@',
      'http://',
    );
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anyText, fc.string(), (text, conversation) => {
        const said = readText(text, conversation, tools);
        expect(readText(text, conversation, tools)).toEqual(said);
        if (said === null) return;
        expect(said.sentiment === null || Math.abs(said.sentiment) <= 100).toBe(true);
        expect(COURTESIES.filter((one) => said.courtesies.includes(one))).toEqual(said.courtesies);
        expect(
          said.fingerprint === null || (said.fingerprint >= 0 && said.fingerprint <= MAX_FINGERPRINT),
        ).toBe(true);
        expect(said.language).toMatch(/^([a-z]{2,3})?$/);
      }),
      { numRuns: 300 },
    );
  });

  it('is read to its limit and no further', () => {
    const long = 'The agent was very friendly. '.repeat(200);
    expect(long.length).toBeGreaterThan(MAX_READ);
    expect(read(`${long.slice(0, MAX_READ)} terrible awful horrible`)).toEqual(read(long.slice(0, MAX_READ)));
    // What makes expressions run wild: a megabyte must not take longer than its first letters.
    for (const one of ['a', '我', '<', '@', ' a', "n't ", '?'])
      expect(() => read(one.repeat(1_000_000))).not.toThrow();
  });

  it('of blanks, or of nothing but an address, says nothing', () => {
    expect(readText('  \n', 'c', tools)).toBeNull();
    expect(readText('https://example.com/a?b=c', 'c', tools)).toBeNull();
  });
});
