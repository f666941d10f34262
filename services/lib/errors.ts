/**
 * An error that callers may act on. Nobody matches message text: the `code` says what it is, `retriable`
 * whether the same call may work later.
 */
export class LinewatchError extends Error {
  readonly code: string;
  readonly retriable: boolean;

  constructor(code: string, message: string, options: { cause?: unknown; retriable?: boolean } = {}) {
    super(message, { cause: options.cause });
    this.name = 'LinewatchError';
    this.code = code;
    this.retriable = options.retriable ?? false;
  }
}

/** A fault in what a person wrote: where it stands and what is wrong with it. */
export interface Fault {
  /** Such as `queues[2].team`, or the name of an environment variable. */
  path: string;
  message: string;
  /** 1-based line in the file, where known. */
  line?: number;
}

/** Faulty configuration or input, with every fault at once. */
export class FaultsError extends LinewatchError {
  readonly faults: readonly Fault[];

  constructor(code: string, what: string, faults: readonly Fault[]) {
    super(code, `${what}:\n${faults.map(faultText).join('\n')}`);
    this.faults = faults;
  }
}

function faultText(fault: Fault): string {
  const line = fault.line === undefined ? '' : `line ${fault.line}, `;
  return `  ${line}${fault.path}: ${fault.message}`;
}

/** A fault in words: where it is, and what is wrong. */
export function faultWords({ path, message }: Fault): string {
  return path === '' ? message : `${path}: ${message}`;
}

/** Faults in words on one line, of very many the first. */
export function faultsWords(faults: readonly Fault[]): string {
  const told = faults.slice(0, MAX_FAULTS).map(faultWords);
  if (faults.length > MAX_FAULTS) told.push(`and ${faults.length - MAX_FAULTS} more`);
  return told.join('; ');
}

const MAX_FAULTS = 20;

/** The `code` of any error: its own, or that of Node's system errors, or `UNKNOWN`. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' || typeof code === 'number' ? String(code) : 'UNKNOWN';
}
