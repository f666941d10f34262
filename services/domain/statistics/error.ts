export class StatisticsError extends Error {
  readonly code = 'STATISTICS_BAD_INPUT';

  constructor(message: string) {
    super(message);
    this.name = 'StatisticsError';
  }
}

/** @throws StatisticsError */
export function requireInput(holds: boolean, name: string, value: unknown): void {
  if (!holds) throw new StatisticsError(`${name} cannot be ${String(value)}`);
}

/** @throws StatisticsError */
export function requireCount(name: string, value: number): void {
  requireInput(Number.isSafeInteger(value) && value >= 0, name, value);
}
