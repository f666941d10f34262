import type { Panel } from '../../../model.ts';
import type { Frame } from '../grafana/frame.ts';

/** What every drawing gets. */
export interface PanelProps {
  readonly panel: Panel;
  readonly frames: readonly Frame[];
  readonly bodies: readonly unknown[];
}
