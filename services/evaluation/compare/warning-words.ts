import type { Language } from './amounts.ts';
import type { Unit } from './comparison.ts';

type SideName = 'a' | 'b';

const WEEKDAYS = {
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  zh: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
} as const;

const en = {
  lengths: (a: number, b: number) => `the first period has ${a} days, the second ${b}`,
  weekdays: (days: readonly { weekday: number; a: number; b: number }[]) =>
    `the weekdays are mixed otherwise in the second period: ${days
      .map(({ weekday, a, b }) => `${WEEKDAYS.en[weekday]} ${a} and ${b}`)
      .join(', ')}`,
  special_days: (only: Only) => `special days in one period only; ${inEnglish(only)}`,
  events: (only: Only) => `known events in one period only; ${inEnglish(only)}`,
  other_changes: (names: readonly string[]) => `also changed in one of the periods: ${names.join(', ')}`,
  overlap: 'both sides have time and cases in common: they are not independent',
  not_over: 'a period reaches into the future; days are compared as far as they are over',
  few_cases: (sides: readonly SideName[], unit: Unit) =>
    `${sides.map((side) => EN_SIDES[side]).join(' and ')}: too few ${unit} to tell anything`,
  provisional: 'not all conversations have had their 7 days yet: the later figure will fall',
  days_vary: (unit: Unit) =>
    unit === 'cases'
      ? 'days vary more than cases explain: a test of cases finds too much, see by=days'
      : `days vary more than cases explain: ${unit} are compared`,
  days_depend: 'what is open on one day is mostly open on the next: the interval is too narrow',
  no_test: 'there is no test of this figure: the difference may be chance',
  trend: (weeks: number, by: string) =>
    `${weeks} weeks before, without the change, the periods differ by ${by} as well`,
  season: (weeks: number, by: string) =>
    `${weeks} weeks before, in the same season, the periods differ by ${by} as well`,
};

const zh: typeof en = {
  lengths: (a, b) => `前一时期有 ${a} 天，后一时期有 ${b} 天`,
  weekdays: (days) =>
    `两个时期的星期分布不同：${days
      .map(({ weekday, a, b }) => `${WEEKDAYS.zh[weekday]} ${a} 天和 ${b} 天`)
      .join('，')}`,
  special_days: (only) => `特殊日期只在其中一个时期；${inChinese(only)}`,
  events: (only) => `已知事件只在其中一个时期；${inChinese(only)}`,
  other_changes: (names) => `其中一个时期内还有其他变更：${names.join('、')}`,
  overlap: '两边有共同的时间和样本：它们不是相互独立的',
  not_over: '有一个时期延伸到将来；只比较已经结束的天',
  few_cases: (sides, unit) =>
    `${sides.map((side) => ZH_SIDES[side]).join('和')}的${ZH_UNITS[unit]}太少，无法判断`,
  provisional: '并非所有会话都已满 7 天：后一个值还会下降',
  days_vary: (unit) =>
    unit === 'cases'
      ? '各天的波动大于样本所能解释的：按样本检验会发现过多差异，参见 by=days'
      : `各天的波动大于样本所能解释的：因此按${unit === 'weeks' ? '周' : '天'}比较`,
  days_depend: '某天未解决的大多次日仍未解决：区间过窄',
  no_test: '该指标无法检验：差异可能出于偶然',
  trend: (weeks, by) => `${weeks} 周之前并无此变更，两个时期同样相差 ${by}`,
  season: (weeks, by) => `${weeks} 周之前的同一季节，两个时期同样相差 ${by}`,
};

/** What warnings say, by their kind; `unit` is what is compared. */
export const WARNING_WORDS: Readonly<Record<Language, typeof en>> = { en, zh };

/** What one side has and the other has not. */
export type Only = Readonly<Record<SideName, readonly string[]>>;

const EN_SIDES = { a: 'the first', b: 'the second' } as const;
const ZH_SIDES = { a: '前者', b: '后者' } as const;
const ZH_UNITS = { cases: '样本', days: '天数', weeks: '周数' } as const;

const SIDE_NAMES = ['a', 'b'] as const;
const had = (only: Only) => SIDE_NAMES.filter((side) => only[side].length > 0);
const inEnglish = (only: Only) =>
  had(only)
    .map((side) => `${EN_SIDES[side]}: ${only[side].join(', ')}`)
    .join('; ');
const inChinese = (only: Only) =>
  had(only)
    .map((side) => `${ZH_SIDES[side]}：${only[side].join('、')}`)
    .join('；');
