/** Steps through bytes of the Native format; every step throws `INCOMPLETE` behind the last byte that is there. */
export interface Cursor {
  skip(bytes: number): void;
  varint(): number;
  uint64(): number;
  text(): string;
  position(): number;
}

/** Thrown when a block goes on behind the bytes that have arrived. */
export const INCOMPLETE = Symbol('incomplete');

/** Where the values of a type end is not known here. */
export class UnknownLayoutError extends Error {
  override readonly name = 'UnknownLayoutError';
}

/** Widths in bytes; the first group of a pattern, when it has one, goes to the function. */
const WIDTHS: ReadonlyArray<[type: RegExp, bytes: (argument: number) => number]> = [
  [/^U?Int(\d+)$/, (bits) => bits / 8],
  [/^B?Float(\d+)$/, (bits) => bits / 8],
  [/^(?:Bool|Nothing|Enum8\(.*\))$/s, () => 1],
  [/^(?:Date|Enum16\(.*\))$/s, () => 2],
  [/^(?:Date32|DateTime(?:\('.*'\))?|IPv4|Time)$/, () => 4],
  [/^(?:DateTime64\(.*\)|Time64\(.*\)|Interval\w+)$/, () => 8],
  [/^(?:UUID|IPv6)$/, () => 16],
  [/^FixedString\((\d+)\)$/, (bytes) => bytes],
  [/^Decimal\((\d+),.*\)$/, (digits) => (digits <= 9 ? 4 : digits <= 18 ? 8 : digits <= 38 ? 16 : 32)],
];

/** Skips what stands once before all values of a column: versions of dictionaries. */
export function skipPrefix(type: string, cursor: Cursor): void {
  const { name, inner } = parameters(type);
  if (name === 'LowCardinality') cursor.skip(8);
  else if (['Nullable', 'Array', 'Tuple', 'Map'].includes(name))
    for (const part of inner) skipPrefix(part, cursor);
}

/**
 * Skips the values of a column.
 *
 * @throws UnknownLayoutError for types that are not handled (Variant, Dynamic, JSON, aggregate states)
 */
export function skipValues(type: string, rows: number, cursor: Cursor): void {
  const width = fixedWidth(type);
  const { name, inner } = parameters(type);
  if (width !== undefined) {
    cursor.skip(width * rows);
  } else if (name === 'String') {
    for (let row = 0; row < rows; row += 1) cursor.skip(cursor.varint());
  } else if (name === 'Nullable') {
    cursor.skip(rows);
    skipValues(inner[0]!, rows, cursor);
  } else if (name === 'Tuple') {
    for (const part of inner) skipValues(part, rows, cursor);
  } else if (name === 'Array' || name === 'Map') {
    if (rows === 0) return;
    cursor.skip(8 * (rows - 1));
    const elements = cursor.uint64();
    for (const part of inner) skipValues(part, elements, cursor);
  } else if (name === 'LowCardinality') {
    skipDictionary(inner[0]!, rows, cursor);
  } else {
    throw new UnknownLayoutError(
      `Columns of type ${type} cannot be sent to clients that set client_protocol_version`,
    );
  }
}

function skipDictionary(type: string, rows: number, cursor: Cursor): void {
  if (rows === 0) return;
  // The lowest byte of the flags is the width of an index: 1, 2, 4 or 8 bytes.
  const indexBytes = 2 ** (cursor.uint64() % 256);
  const { name, inner } = parameters(type);
  skipValues(name === 'Nullable' ? inner[0]! : type, cursor.uint64(), cursor);
  cursor.skip(indexBytes * cursor.uint64());
}

function fixedWidth(type: string): number | undefined {
  for (const [pattern, bytes] of WIDTHS) {
    const match = pattern.exec(type);
    if (match !== null) return bytes(Number(match[1]));
  }
  return undefined;
}

/** `Tuple(a Int8, b Array(String))` -> Tuple, [Int8, Array(String)] */
function parameters(type: string): { name: string; inner: string[] } {
  const open = type.indexOf('(');
  if (open < 0) return { name: type, inner: [] };
  const name = type.slice(0, open);
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = open + 1;
  for (let at = start; at < type.length; at += 1) {
    const character = type[at]!;
    if (quoted && character === '\\') at += 1;
    else if (character === "'" || character === '`') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '(') depth += 1;
    else if ((character === ',' || character === ')') && depth === 0) {
      parts.push(type.slice(start, at).trim());
      start = at + 1;
    } else if (character === ')') depth -= 1;
  }
  const named = /^(?:`(?:[^`\\]|\\.)*`|[A-Za-z_]\w*) +(?=[A-Z])/;
  return { name, inner: name === 'Tuple' ? parts.map((part) => part.replace(named, '')) : parts };
}
