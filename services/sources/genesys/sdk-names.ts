/** How deep a record goes; what lies deeper is of none of its fields. */
const MAX_DEPTH = 12;

/**
 * A record with the names that the API has. The SDK for Python writes records with names of its own
 * (`to_json`: `conversation_id`, `segment_start`), and what people export with it has these.
 */
export function apiNames(json: Record<string, unknown>): Record<string, unknown> {
  const isOfSdk = 'conversation_id' in json || 'primary_presence' in json || 'routing_status' in json;
  return isOfSdk ? (renamed(json, 0) as Record<string, unknown>) : json;
}

function renamed(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => renamed(one, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
      renamed(inner, depth + 1),
    ]),
  );
}
