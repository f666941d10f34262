import { readingFault } from './avro.ts';

/** Confluent's levels: who must be able to read whose data, and whether that goes for all earlier versions. */
export const COMPATIBILITY_LEVELS = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const;

export type CompatibilityLevel = (typeof COMPATIBILITY_LEVELS)[number];

/** The level that a client wrote, in upper or lower case. */
export function parseLevel(value: unknown): CompatibilityLevel | undefined {
  return COMPATIBILITY_LEVELS.find((level) => typeof value === 'string' && level === value.toUpperCase());
}

/**
 * Says why a new schema may not follow earlier ones.
 *
 * @param earlier schemas in the order of their versions
 * @returns no faults when it may
 */
export function compatibilityFaults(
  schema: string,
  earlier: readonly string[],
  level: CompatibilityLevel,
): string[] {
  if (level === 'NONE') return [];
  const others = level.endsWith('TRANSITIVE') ? earlier : earlier.slice(-1);
  const backward = !level.startsWith('FORWARD');
  const forward = !level.startsWith('BACKWARD');
  return others.flatMap((other) => [
    ...faults(backward, 'the new schema cannot read data of an earlier one', schema, other),
    ...faults(forward, 'an earlier schema cannot read data of the new one', other, schema),
  ]);
}

function faults(wanted: boolean, meaning: string, reader: string, writer: string): string[] {
  const fault = wanted ? readingFault(reader, writer) : undefined;
  return fault === undefined ? [] : [`${meaning}: ${fault}`];
}
