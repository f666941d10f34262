import type { Alert } from './alert.ts';

/** The newest state of every alert that still matters, by rule and by what the alert is about. */
export interface Book {
  get(rule: string, about: string): Alert | undefined;
  put(about: string, alert: Alert): void;
  /** Those that are pending or firing, each with what it is about. */
  open(): [about: string, alert: Alert][];
  /** Lets go of what is over and began before `at`: it cannot be found out again. */
  forget(at: number): void;
}

export function createBook(): Book {
  const alerts = new Map<string, { about: string; alert: Alert }>();
  const open = new Map<string, { about: string; alert: Alert }>();
  const keyOf = (rule: string, about: string) => `${rule}\n${about}`;
  return {
    get: (rule, about) => alerts.get(keyOf(rule, about))?.alert,
    put(about, alert) {
      const key = keyOf(alert.rule, about);
      const entry = { about, alert };
      alerts.set(key, entry);
      if (isOpen(alert)) open.set(key, entry);
      else open.delete(key);
    },
    open: () => [...open.values()].map(({ about, alert }) => [about, alert]),
    forget(at) {
      for (const [key, { alert }] of alerts) if (!isOpen(alert) && alert.beganAt < at) alerts.delete(key);
    },
  };
}

export function isOpen({ state }: Pick<Alert, 'state'>): boolean {
  return state === 'pending' || state === 'firing';
}
