import { useMemo } from 'preact/hooks';
import { usePageEnvironment } from '../../state/context.ts';
import { type Say, sayIn } from '../texts/index.ts';

/** The words of the pages, in the page's language. */
export function useSay(): Say {
  const { language } = usePageEnvironment();
  return useMemo(() => sayIn(language), [language]);
}
