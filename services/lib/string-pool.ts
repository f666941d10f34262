/**
 * Gives one and the same string for equal strings, so that what is kept of many events holds each name once and
 * comparing names is comparing pointers. Beyond `max` different strings, new ones are given back as they are:
 * names come from events and must not fill the memory.
 */
export function createStringPool(max: number): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const same = known.get(text);
    if (same !== undefined) return same;
    if (known.size < max) known.set(text, text);
    return text;
  };
}
