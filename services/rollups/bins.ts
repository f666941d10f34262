/**
 * Bins of durations, by whole numbers only: what is counted in them can be added up in any order. A value below 256 has a
 * bin of its own; above, a bin is as wide as the 128th part of the power of two below it. So the middle of a bin is never
 * further from a value in it than `BIN_ERROR` of the value.
 */
export const BIN_ERROR = 1 / 256;

/** SQL of the bin (Int32) of a whole number, negative ones included. */
export function binSql(value: string): string {
  const size = `toUInt64(abs(${value}))`;
  const shift = `if(${size} < 256, 0, toUInt8(floor(log2(${size}))) - 7)`;
  return `toInt32(if(${value} < 0, -1, 1) * toInt64(bitShiftLeft(toUInt64(${shift}), 7) + bitShiftRight(${size}, ${shift})))`;
}

/** SQL of the middle of a bin. */
export function middleSql(bin: string): string {
  const size = `toInt64(abs(${bin}))`;
  const shift = `if(${size} < 256, 0, intDiv(${size}, 128) - 1)`;
  const low = `bitShiftLeft(${size} - 128 * ${shift}, ${shift})`;
  return `(if(${bin} < 0, -1, 1) * (${low} + (bitShiftLeft(toInt64(1), ${shift}) - 1) / 2))`;
}
