import { useState } from 'preact/hooks';
import type { Panel } from '../../../model.ts';
import { useEnvironment } from '../state/context.ts';
import { FailureNote } from '../ui/failure-note.tsx';
import { Icon } from '../ui/icon.tsx';
import { isTooLarge } from '../ui/too-large.ts';
import { Boundary } from './boundary.tsx';
import { usePanelData } from './panel-data.ts';
import { PanelTools } from './panel-tools.tsx';
import { drawings } from './registry.ts';

function PanelSkeleton({ type }: { readonly type: string }) {
  const { t } = useEnvironment();
  return (
    <div class={`skeleton skeleton-${type}`} role="status">
      <span class="unseen">{t('panel.loading')}</span>
    </div>
  );
}

/** Types that draw themselves without rows too. */
const whole: ReadonlySet<string> = new Set(['stat', 'gauge', 'text']);

/** A panel's content for the state that its data is in. */
function PanelBody({ panel, asTable }: { readonly panel: Panel; readonly asTable: boolean }) {
  const { t } = useEnvironment();
  const { frames, failure, bodies } = usePanelData(panel);
  const drawing = drawings[panel.type];
  if (!drawing) return <div class="panel-message">{t('panel.unknownType', { type: panel.type })}</div>;
  if (!frames)
    return failure ? (
      <FailureNote title={t('panel.failed')} failure={failure} />
    ) : (
      <PanelSkeleton type={panel.type} />
    );
  const Drawing = (asTable && drawing.table) || drawing.chart;
  const empty = !whole.has(panel.type) && frames.every(({ length }) => length === 0);
  return (
    <>
      {failure && failure.code !== 'unreachable' && (
        <div class="panel-stale" role="status">
          <Icon name="warn" />{' '}
          {t('panel.stale', { detail: isTooLarge(failure) ? t('tooLarge.title') : failure.detail })}
        </div>
      )}
      {empty ? (
        <div class="panel-message panel-empty">
          {t(panel.type === 'table' ? 'panel.emptyNow' : 'panel.empty')}
        </div>
      ) : (
        <Drawing panel={panel} frames={frames} bodies={bodies} />
      )}
    </>
  );
}

/** A panel: its title, what can be done with it, and its content, which cannot take other panels down. */
export function PanelFrame({ panel }: { readonly panel: Panel }) {
  const { fromDashboard } = useEnvironment();
  const [asTable, setAsTable] = useState(false);
  const titleId = `panel-${panel.id}`;
  return (
    <article class="panel" data-type={panel.type} data-panel={panel.id} aria-labelledby={titleId}>
      <header class="panel-head">
        <h2 class="panel-title" id={titleId}>
          {fromDashboard(panel.title)}
        </h2>
        <PanelTools panel={panel} asTable={asTable} onTable={setAsTable} />
      </header>
      <div class="panel-body">
        <Boundary>
          <PanelBody panel={panel} asTable={asTable} />
        </Boundary>
      </div>
    </article>
  );
}
