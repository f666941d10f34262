/** Whether Intl knows a language tag. Browsers without a locale of their own say such as `en-US@posix`: it throws. */
export function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
