import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Dashboard } from '../../../model.ts';
import type { Session } from '../data/session.ts';
import type { Dates } from '../format/date.ts';
import type { Texts } from '../i18n/index.ts';
import type { View } from './location.ts';

/** What every part of a page may need, whether it is a dashboard or not. */
export interface PageEnvironment extends Texts {
  readonly dashboard?: Dashboard;
  readonly view: View;
  /** Changes the address; with `replace` without a step for the browser's back button. */
  readonly go: (change: Partial<View>, replace?: boolean) => void;
  readonly session: Session;
  readonly zone: string;
  readonly dates: Dates;
  /** `dark` or `light`, whatever it was chosen by. */
  readonly theme: string;
  /** Whether the page is being drawn for paper. */
  readonly printing: boolean;
  /** The title of a value of a dimension (queue, channel, team, agent ...). */
  readonly titleOf: (dimension: string, value: string) => string;
}

/** What every part of a dashboard may need. */
export interface Environment extends PageEnvironment {
  readonly dashboard: Dashboard;
}

export const EnvironmentContext = createContext<PageEnvironment | null>(null);

/** @throws Error outside the page's environment, which is a bug */
export function usePageEnvironment(): PageEnvironment {
  const environment = useContext(EnvironmentContext);
  if (!environment) throw new Error('no environment');
  return environment;
}

/** @throws Error outside a dashboard, which is a bug */
export function useEnvironment(): Environment {
  const environment = usePageEnvironment();
  if (!environment.dashboard) throw new Error('no dashboard');
  return environment as Environment;
}
