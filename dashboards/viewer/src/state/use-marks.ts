import { useMemo } from 'preact/hooks';
import { readFrame } from '../grafana/frame.ts';
import { requestUrl } from '../grafana/request.ts';
import { useEnvironment } from './context.ts';
import { type Mark, marksOf } from './marks.ts';
import { scopeOf } from './scope.ts';
import { useSnapshots } from './use-snapshots.ts';

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
        return marksOf(readFrame(target, body), color);
      }),
    [sources, snapshots],
  );
}
