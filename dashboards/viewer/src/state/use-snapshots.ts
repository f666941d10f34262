import { useEffect, useState } from 'preact/hooks';
import type { Hub, Snapshot } from '../data/hub.ts';

/** What is known of each address, in their order; watched for as long as the component lives. */
export function useSnapshots(hub: Hub, urls: readonly string[]): readonly Snapshot[] {
  const key = urls.join('\n');
  const [held, setHeld] = useState<{ key: string; snapshots: Snapshot[] }>({ key: '', snapshots: [] });
  useEffect(() => {
    const snapshots: Snapshot[] = urls.map(() => ({}));
    const stops = urls.map((url, index) =>
      hub.watch(url, (snapshot) => {
        snapshots[index] = snapshot;
        setHeld({ key, snapshots: [...snapshots] });
      }),
    );
    return () => {
      for (const stop of stops) stop();
    };
  }, [hub, key]);
  // Until the first answer of a new range the figures of the old one stay, so that nothing flickers.
  return held.snapshots.length === urls.length ? held.snapshots : urls.map(() => ({}));
}
