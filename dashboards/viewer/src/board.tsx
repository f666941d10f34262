import type { CSSProperties } from 'preact';
import type { Panel } from '../../model.ts';
import type { Snapshot } from './data/hub.ts';
import { PanelFrame } from './panels/panel-frame.tsx';
import { useEnvironment } from './state/context.ts';
import { useFirstValues } from './state/use-first-values.ts';
import { FailureNote } from './ui/failure-note.tsx';

/** What can still be read on a quarter of a small screen. */
const holdsFigures: ReadonlySet<string> = new Set(['stat', 'gauge']);

/** Grafana's grid: 24 columns; rows of a fixed height that a wall display stretches to fill its screen. */
export function Board() {
  const { dashboard, view, fromDashboard } = useEnvironment();
  const { open, answers } = useFirstValues();
  if (open.length > 0) return <Unchosen answers={answers} />;
  const alone = dashboard.panels.find(({ id }) => id === view.viewPanel);
  if (alone) {
    return (
      <div class="board board-alone">
        <PanelFrame key={alone.id} panel={alone} />
      </div>
    );
  }
  const panels = [...dashboard.panels].sort((a, b) => a.gridPos.y - b.gridPos.y || a.gridPos.x - b.gridPos.x);
  const rows = Math.max(...panels.map(({ gridPos }) => gridPos.y + gridPos.h));
  return (
    <div class="board" style={{ '--rows': rows } as CSSProperties}>
      {panels.map((panel) => (
        <div
          key={panel.id}
          class="slot"
          data-of={panel.type}
          data-narrow={panel.gridPos.w <= 6 && holdsFigures.has(panel.type)}
          style={place(panel)}
        >
          {panel.type === 'row' ? (
            <h2 class="row-title">{fromDashboard(panel.title)}</h2>
          ) : (
            <PanelFrame panel={panel} />
          )}
        </div>
      ))}
    </div>
  );
}

/** In place of panels while it is not known of whom they are. */
function Unchosen({ answers }: { readonly answers: readonly Snapshot[] }) {
  const { t } = useEnvironment();
  const failure = answers.find((answer) => answer.failure)?.failure;
  if (failure) return <FailureNote title={t('app.notLoaded')} failure={failure} />;
  const known = answers.every(({ body }) => body !== undefined);
  return (
    <p class="panel-message" role="status">
      {known ? t('variable.none') : t('app.loading')}
    </p>
  );
}

function place({ gridPos: { x, y, w, h } }: Panel): CSSProperties {
  return { '--x': x + 1, '--y': y + 1, '--w': w, '--h': h } as CSSProperties;
}
