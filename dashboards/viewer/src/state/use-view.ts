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
    const url = writeView({ ...read(), ...change });
    if (replace) history.replaceState(null, '', url);
    else history.pushState(null, '', url);
    setView(read());
  }, []);
  return [view, go];
}
