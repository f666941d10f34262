import { useMemo } from 'preact/hooks';
import type { Panel } from '../../../model.ts';
import type { Failure } from '../data/api.ts';
import { type Frame, readFrame } from '../grafana/frame.ts';
import { requestUrl } from '../grafana/request.ts';
import { sortFrame } from '../grafana/sort.ts';
import { withMetricTitles } from '../i18n/metric-titles.ts';
import { useEnvironment } from '../state/context.ts';
import { scopeOf } from '../state/scope.ts';
import { useSnapshots } from '../state/use-snapshots.ts';

/** What a panel draws. Frames are kept while a newer request fails: then both are there. */
export interface PanelData {
  readonly frames: readonly Frame[] | null;
  readonly failure: Failure | null;
  /** Raw answers, for what a frame does not hold (the range that was really asked for). */
  readonly bodies: readonly unknown[];
}

/** Asks for all targets of a panel and reads the answers. */
export function usePanelData(panel: Panel): PanelData {
  const { view, dashboard, session, ofMetric } = useEnvironment();
  const targets = panel.targets ?? [];
  const scope = scopeOf(view, dashboard, panel);
  const snapshots = useSnapshots(
    session.hub,
    targets.map((target) => requestUrl(target, scope)),
  );
  return useMemo(() => {
    const failure = snapshots.find((snapshot) => snapshot.failure)?.failure ?? null;
    const bodies = snapshots.map(({ body }) => body);
    if (bodies.some((body) => body === undefined)) return { frames: null, failure, bodies };
    try {
      return {
        frames: targets.map((target, index) =>
          withMetricTitles(sortFrame(readFrame(target, bodies[index]), panel.transformations), ofMetric),
        ),
        failure,
        bodies,
      };
    } catch (error) {
      return { frames: null, failure: { code: 'unexpected_answer', detail: String(error) }, bodies };
    }
  }, [panel, snapshots, ofMetric]);
}
