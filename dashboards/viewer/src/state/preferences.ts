/** What one device keeps for itself: its language and its appearance. An address that names them wins. */
type Preference = 'lang' | 'theme';

const key = (name: Preference) => `linewatch.${name}`;

/** Storage may be forbidden (private windows, wall displays): then nothing is kept. */
export function readPreference(name: Preference): string | undefined {
  try {
    return localStorage.getItem(key(name)) ?? undefined;
  } catch {
    return undefined;
  }
}

export function writePreference(name: Preference, value: string): void {
  try {
    localStorage.setItem(key(name), value);
  } catch {
    // Kept for this page only, in its address.
  }
}
