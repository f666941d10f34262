import { useCallback, useEffect, useState } from 'preact/hooks';
import { readView, type View, writeView } from './location.ts';

const read = () => readView(new URL(window.location.href), 'live');

/** The view that the address describes, and how to change it. */
export function useView(): [View, (change: Partial<View>, replace?: boolean) => void] {
  const [view, setView] = useState(read);
  useEffect(() => {
    const onPop = () => setView(read());
    window.addEventListener('popstate', onPop);
    return () => window.removeEventListener('popstate', onPop);
  }, []);
  const go = useCallback((change: Partial<View>, replace = false) => {
    const before = read();
    const url = writeView({ ...before, ...change });
    if (replace) history.replaceState(null, '', url);
    else history.pushState(null, '', url);
    setView(read());
    // Another page is looked at from its top.
    if (change.uid !== undefined && change.uid !== before.uid) window.scrollTo(0, 0);
  }, []);
  return [view, go];
}
