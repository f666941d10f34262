/**
 * Files that a page shows: a line `<!-- file: PATH -->`, PATH from the top of the project, and the fenced block that
 * follows it.
 */
const INCLUDED = /(<!-- file: (\S+) -->\n```\w*\n)[\s\S]*?^(```\n)/gm;

/** The page with each shown file as it is now. @param read gives a file's text by its path. */
export function withIncluded(page: string, read: (path: string) => string): string {
  return page.replace(INCLUDED, (_, begin: string, path: string, end: string) => begin + read(path) + end);
}
