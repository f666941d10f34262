import type { CSSProperties } from 'preact';
import type { Panel } from '../../model.ts';
import { PanelFrame } from './panels/panel-frame.tsx';
import { useEnvironment } from './state/context.ts';

/** Grafana's grid: 24 columns; rows of a fixed height that a wall display stretches to fill its screen. */
export function Board() {
  const { dashboard, view } = useEnvironment();
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
        <div key={panel.id} class="slot" data-narrow={panel.gridPos.w <= 6} style={place(panel)}>
          <PanelFrame panel={panel} />
        </div>
      ))}
    </div>
  );
}

function place({ gridPos: { x, y, w, h } }: Panel): CSSProperties {
  return { '--x': x + 1, '--y': y + 1, '--w': w, '--h': h } as CSSProperties;
}
