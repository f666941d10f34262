import type { Alert } from '../alert.ts';
import type { IsSilenced } from '../store/silences.ts';

/**
 * Holds back alerts that are silenced. One that still fires when its silence ends is told then; one that is over
 * before is not told at all, neither that it fired nor that it is over.
 */
export interface Hush {
  /** Those of the alerts that are to be told now. */
  pass(alerts: readonly Alert[]): Alert[];
  /** New silences; gives what is no longer held back. */
  change(isSilenced: IsSilenced): Alert[];
}

export function createHush(): Hush {
  let isSilenced: IsSilenced = () => false;
  const held = new Map<string, Alert>();
  return {
    pass(alerts) {
      return alerts.filter((alert) => {
        if (alert.state === 'resolved') return !held.delete(alert.id);
        if (alert.state !== 'firing' || !isSilenced(alert)) return true;
        held.set(alert.id, alert);
        return false;
      });
    },
    change(next) {
      isSilenced = next;
      const free = [...held.values()].filter((alert) => !isSilenced(alert));
      for (const { id } of free) held.delete(id);
      return free;
    },
  };
}
