const PREFIXES: ReadonlyArray<[prefix: RegExp, type: string]> = [
  [/^JSON.*EachRow|^JSONLines|^NDJSON/i, 'application/x-ndjson; charset=UTF-8'],
  [/^JSON/i, 'application/json; charset=UTF-8'],
  [/^CSV/i, 'text/csv; charset=UTF-8'],
  [/^(TSV|TabSeparated)/i, 'text/tab-separated-values; charset=UTF-8'],
  [/^XML/i, 'application/xml; charset=UTF-8'],
  [/^(Pretty|Vertical|Values|Markdown)/i, 'text/plain; charset=UTF-8'],
];

/** The content type ClickHouse answers an output format with. */
export function contentTypeOf(format: string): string {
  return PREFIXES.find(([prefix]) => prefix.test(format))?.[1] ?? 'application/octet-stream';
}
