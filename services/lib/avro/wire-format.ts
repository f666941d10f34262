/**
 * Confluent's wire format: a zero byte, the schema id as a big-endian 32-bit integer, the Avro body.
 * Source: Confluent Schema Registry documentation, "Wire format".
 */
const MAGIC = 0;
export const HEADER_BYTES = 5;

/** The schema id that a value names, or null if it is not in the wire format. */
export function schemaIdOf(value: Buffer): number | null {
  return value.length >= HEADER_BYTES && value[0] === MAGIC ? value.readUInt32BE(1) : null;
}

/** The Avro body of a value in the wire format. */
export function bodyOf(value: Buffer): Buffer {
  return value.subarray(HEADER_BYTES);
}

/** Writes what stands before the body. */
export function writeHeader(value: Buffer, schemaId: number): void {
  value[0] = MAGIC;
  value.writeUInt32BE(schemaId, 1);
}

/** A value in the wire format. */
export function frame(schemaId: number, body: Buffer): Buffer {
  const value = Buffer.allocUnsafe(HEADER_BYTES + body.length);
  writeHeader(value, schemaId);
  body.copy(value, HEADER_BYTES);
  return value;
}
