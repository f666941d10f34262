import type { Language } from '../../i18n/index.ts';
import { en, type PageKey } from './en.ts';
import { zh } from './zh.ts';

export type { PageKey } from './en.ts';

/** Writes a text of a page with its values. */
export type Say = (key: PageKey, values?: Readonly<Record<string, string | number>>) => string;

export const sayIn =
  (language: Language): Say =>
  (key, values = {}) =>
    (language === 'zh' ? zh : en)[key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
