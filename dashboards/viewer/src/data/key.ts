const name = 'linewatch.key';
/** Storage may be forbidden (private windows, wall displays): then it is kept for this page only. */
let kept: string | null = null;

/** The key of who looks, where the services want one: kept for this tab, and gone with it. */
export function keepKey(key: string): void {
  kept = key;
  try {
    sessionStorage.setItem(name, key);
  } catch {
    // Kept for this page only.
  }
}

/** The header that shows the key; none without one. */
export function authorization(): Record<string, string> {
  const key = readKey();
  return key === null ? {} : { authorization: `Bearer ${key}` };
}

function readKey(): string | null {
  try {
    return sessionStorage.getItem(name) ?? kept;
  } catch {
    return kept;
  }
}
