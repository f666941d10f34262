import { en, type MessageKey } from './en.ts';
import { names } from './names.ts';
import { isTag } from './tag.ts';
import { zh } from './zh.ts';
import { zhDashboards } from './zh-dashboards.ts';
import { type MetricWords, zhMetric } from './zh-metrics.ts';

export type Language = 'en' | 'zh';

/** Everything that is written in a language. */
export interface Texts {
  readonly language: Language;
  /** For Intl and for the page's `lang`. */
  readonly locale: string;
  readonly t: (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;
  /** A text of a dashboard; what has no translation stays as it is. */
  readonly fromDashboard: (text: string) => string;
  /** What a metric is called and what it is; the catalogue's own words where there are no others. */
  readonly ofMetric: (metric: MetricWords & { readonly id: string }) => MetricWords;
  /** A value of a closed list, such as a channel; anything else stays as it is. */
  readonly named: (value: string) => string;
}

/** The language that is asked for, else the browser's, else English. */
export function chooseLanguage(asked: string | undefined, browser: readonly string[]): Language {
  const first = [asked ?? '', ...browser]
    .map((tag) => tag.slice(0, 2))
    .find((tag) => tag === 'en' || tag === 'zh');
  return first === 'zh' ? 'zh' : 'en';
}

/** The browser's own variant of English (for its dates), plain English where the browser speaks another. */
const englishOf = (browser: readonly string[]) =>
  browser.find((tag) => tag.startsWith('en') && isTag(tag)) ?? 'en';

export function textsIn(language: Language, browser: readonly string[]): Texts {
  const messages = language === 'zh' ? zh : en;
  return {
    language,
    locale: language === 'zh' ? 'zh-CN' : englishOf(browser),
    t: (key, values = {}) =>
      messages[key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '')),
    fromDashboard: (text) => (language === 'zh' ? (zhDashboards[text] ?? text) : text),
    ofMetric: (metric) => (language === 'zh' ? (zhMetric(metric.id) ?? metric) : metric),
    named: (value) => names[value]?.[language] ?? value,
  };
}
