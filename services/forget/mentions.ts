/** Shorter ids stand in bytes by chance. */
const MIN_LENGTH = 3;

/**
 * Whether bytes that nobody can read name an id: as Avro writes a text, its length before it, or as a word of its own, as
 * in JSON.
 */
export function mentions(bytes: Buffer, id: string): boolean {
  const wanted = Buffer.from(id);
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1)) {
    if (isLengthBefore(bytes, at, wanted.length)) return true;
    const isWord = !isWordByte(bytes[at - 1]) && !isWordByte(bytes[at + wanted.length]);
    if (isWord && wanted.length >= MIN_LENGTH) return true;
  }
  return false;
}

/** Avro's length: a zigzag number, seven bits a byte, the lowest first. */
function isLengthBefore(bytes: Buffer, at: number, length: number): boolean {
  const encoded: number[] = [];
  for (let rest = length * 2; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) {
      encoded.push(rest);
      break;
    }
    encoded.push((rest % 128) | 0x80);
  }
  return at >= encoded.length && bytes.subarray(at - encoded.length, at).equals(Buffer.from(encoded));
}

function isWordByte(byte: number | undefined): boolean {
  return byte !== undefined && (byte >= 0x80 || /[\w.@+-]/.test(String.fromCharCode(byte)));
}
