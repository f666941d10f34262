import { useMemo } from 'preact/hooks';
import type { Hub } from '../data/hub.ts';
import { noValue } from '../format/value.ts';
import { at } from '../grafana/frame.ts';
import type { Texts } from '../i18n/index.ts';
import { useSnapshots } from './use-snapshots.ts';

const dimensions = ['queue', 'team', 'agent'] as const;
/** Dimensions whose values come from closed lists and have names here. */
const closed = new Set([
  'channel',
  'priority',
  'metric',
  'sla_metric',
  'state',
  'planned',
  'status',
  'weekday',
]);
const none: readonly string[] = [];
const urls = dimensions.map((dimension) => `/api/v1/dimensions/${dimension}`);

/**
 * Finds titles of queues, teams and agents by their ids, and of values of closed lists by their names.
 *
 * @param drawn whether there are panels: until then they come first, as browsers have few connections to a host
 */
export function useTitles(
  hub: Hub,
  { named, t }: Texts,
  drawn: boolean,
): (dimension: string, value: string) => string {
  const snapshots = useSnapshots(hub, drawn ? urls : none);
  return useMemo(() => {
    const titles = new Map<string, string>();
    dimensions.forEach((dimension, index) => {
      const values = at(snapshots[index]?.body, 'values');
      if (!Array.isArray(values)) return;
      for (const { value, title } of values) titles.set(`${dimension} ${value}`, title);
    });
    return (dimension, value) => {
      if (value === '') return dimension === 'conversationId' ? noValue : t('value.none');
      return titles.get(`${dimension} ${value}`) ?? (closed.has(dimension) ? named(value) : value);
    };
  }, [snapshots, named, t]);
}
