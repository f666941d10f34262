import type { Panel } from '../../../model.ts';
import { useEnvironment } from '../state/context.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { drawings } from './registry.ts';

interface PanelToolsProps {
  readonly panel: Panel;
  readonly asTable: boolean;
  readonly onTable: (asTable: boolean) => void;
}

/** What can be done with a panel: read about it, see it as a table, see it alone. */
export function PanelTools({ panel, asTable, onTable }: PanelToolsProps) {
  const { t, fromDashboard, view, go } = useEnvironment();
  const title = fromDashboard(panel.title);
  const alone = view.viewPanel === panel.id;
  const tableLabel = t(asTable ? 'panel.chart' : 'panel.table', { title });
  const fullLabel = alone ? t('panel.fullLeave') : t('panel.full', { title });
  return (
    <div class="panel-tools">
      {panel.description && (
        <Menu label={t('panel.about', { title })} icon="info">
          {() => <p class="about">{fromDashboard(panel.description!)}</p>}
        </Menu>
      )}
      {drawings[panel.type]?.table && (
        <button
          type="button"
          class="button button-icon"
          aria-label={tableLabel}
          title={tableLabel}
          onClick={() => onTable(!asTable)}
        >
          <Icon name={asTable ? 'chart' : 'table'} />
        </button>
      )}
      <button
        type="button"
        class="button button-icon"
        aria-label={fullLabel}
        title={fullLabel}
        onClick={() => go({ viewPanel: alone ? undefined : panel.id })}
      >
        <Icon name={alone ? 'shrink' : 'expand'} />
      </button>
    </div>
  );
}
