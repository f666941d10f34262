import { useEffect, useState } from 'preact/hooks';
import type { Store } from '../data/store.ts';

/** The value of a store, drawn anew when it changes. */
export function useStore<T>(store: Store<T>): T {
  const [value, setValue] = useState<T>(() => store.get());
  useEffect(() => {
    setValue(() => store.get());
    return store.subscribe(() => setValue(() => store.get()));
  }, [store]);
  return value;
}
