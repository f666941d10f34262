import type { LinewatchError } from '../lib/errors.ts';
import type { ImportSummary } from './import.ts';

const AGAIN_IS_SAFE =
  'Running the same import again is safe: events sent before have the same ids and count once.';

/** What an import did, in a few lines for people. */
export function describeSummary(summary: ImportSummary, isDryRun: boolean): string {
  const lines = [
    ...(summary.stopped ? [`Stopped. ${AGAIN_IS_SAFE}`] : []),
    `${counted(summary.rows, nounOf(summary))}: ${figure(summary.imported)} imported, ${ignored(summary)}` +
      `${dropped(summary)}${figure(summary.rejected)} rejected`,
    `${counted(summary.events, 'event')} ${isDryRun ? 'would be sent (dry run)' : 'sent'}${period(summary)}`,
    ...[...summary.byType].sort().map(([type, events]) => `  ${type}: ${figure(events)}`),
    ...describeRejected(summary),
    ...(isDryRun ? summary.samples.map((event) => JSON.stringify(event)) : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** What ended an import. */
export function describeError(error: LinewatchError): string {
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.message}${cause}\n${error.code === 'SEND_FAILED' ? `${AGAIN_IS_SAFE}\n` : ''}`;
}

function nounOf({ reasons }: ImportSummary): 'row' | 'record' {
  return reasons === undefined ? 'row' : 'record';
}

/** Most mappings leave nothing over; where one does, it may be by mistake. */
function ignored({ ignored: rows, reasons }: ImportSummary): string {
  const why = reasons === undefined ? 'no event in them' : mostFrequent(reasons.ignored);
  return rows === 0 ? '' : `${figure(rows)} ignored (${why}), `;
}

/** What a mapping says to leave out; there is nothing of the kind in records. */
function dropped({ dropped: rows, reasons }: ImportSummary): string {
  return reasons === undefined ? `${figure(rows)} dropped, ` : '';
}

/** Reasons that are told one by one. */
const MAX_REASONS = 10;

function mostFrequent(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const told = sorted.slice(0, MAX_REASONS).map(([reason, rows]) => `${reason} ${figure(rows)}`);
  return sorted.length > MAX_REASONS ? `${told.join(', ')}, ...` : told.join(', ');
}

function period({ from, to }: ImportSummary): string {
  if (from === null || to === null) return '';
  return `, from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
}

function describeRejected(summary: ImportSummary): string[] {
  if (summary.rejected === 0) return [];
  const { reasons, rejectedByCode } = summary;
  const codes = reasons === undefined ? inOrder(rejectedByCode) : mostFrequent(reasons.rejected);
  const unlisted = summary.rejected - summary.rejectedFirst.length;
  return [
    `Rejected ${nounOf(summary)}s are in ${summary.rejectedPath} (${codes})`,
    ...summary.rejectedFirst.map(({ line, code, reason }) => `  line ${line}: ${code}: ${reason}`),
    ...(unlisted > 0 ? [`  and ${figure(unlisted)} more`] : []),
  ];
}

function inOrder(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([code, rows]) => `${code} ${figure(rows)}`).join(', ');
}

function counted(value: number, noun: string): string {
  return `${figure(value)} ${noun}${value === 1 ? '' : 's'}`;
}

function figure(value: number): string {
  return value.toLocaleString('en');
}
