import { createHash } from 'node:crypto';

/**
 * JSON in which the same content always has the same text: no spaces, keys in the order of their UTF-16 code units,
 * numbers and strings as ECMAScript writes them (RFC 8785, "JSON Canonicalization Scheme"). What is undefined is left
 * out, as JSON does. Written by hand because `JSON.stringify` puts keys that look like integers first, whatever their
 * order in the object.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
  return `{${fields.join(',')}}`;
}

/** SHA-256 of the canonical JSON, as `sha256:` and hex digits. */
export function contentHash(value: unknown): string {
  return `sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`;
}
