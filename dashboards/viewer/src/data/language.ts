/** The page's language, for `Intl` and for the service; the browser's own until the page has one. */
let chosen: string | null = null;

/** Answers that hold sentences come in this language from now on. */
export function answerIn(locale: string): void {
  chosen = locale;
}

/** The header that asks for the language; none while there is none. */
export const acceptLanguage = (): Record<string, string> =>
  chosen === null ? {} : { 'accept-language': chosen };
