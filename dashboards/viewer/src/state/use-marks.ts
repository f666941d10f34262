import { useMemo } from 'preact/hooks';
import { readFrame } from '../grafana/frame.ts';
import { requestUrl } from '../grafana/request.ts';
import { useEnvironment } from './context.ts';
import { scopeOf } from './scope.ts';
import { useSnapshots } from './use-snapshots.ts';

/** An instant that charts mark. */
export interface Mark {
  /** UTC ms. */
  readonly time: number;
  readonly title: string;
  /** Name of a colour of the theme. */
  readonly color: string;
}

/** The dashboard's annotations in the range; charts do without those that could not be loaded. */
export function useMarks(): readonly Mark[] {
  const { session, view, dashboard } = useEnvironment();
  const sources = useMemo(
    () =>
      dashboard.annotations.list.flatMap(({ target, enable, iconColor }) =>
        target && enable ? [{ target, color: iconColor }] : [],
      ),
    [dashboard],
  );
  const scope = scopeOf(view, dashboard);
  const snapshots = useSnapshots(
    session.hub,
    sources.map(({ target }) => requestUrl(target, scope)),
  );
  return useMemo(
    () =>
      sources.flatMap(({ target, color }, index) => {
        const body = snapshots[index]?.body;
        if (body === undefined) return [];
        const { fields, length } = readFrame(target, body);
        const values = (name: string) => fields.find((field) => field.name === name)?.values ?? [];
        return Array.from({ length }, (_, row) => ({
          time: Number(values('time')[row] ?? Number.NaN),
          title: String(values('title')[row] ?? ''),
          color,
        }));
      }),
    [sources, snapshots],
  );
}
