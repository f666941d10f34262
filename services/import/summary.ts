import type { LinewatchError } from '../lib/errors.ts';
import type { ImportSummary } from './import.ts';

const AGAIN_IS_SAFE =
  'Running the same import again is safe: events sent before have the same ids and count once.';

/** What an import did, in a few lines for people. */
export function describeSummary(summary: ImportSummary, isDryRun: boolean): string {
  const lines = [
    ...(summary.stopped ? [`Stopped. ${AGAIN_IS_SAFE}`] : []),
    `${counted(summary.rows, 'row')}: ${figure(summary.imported)} imported, ${ignored(summary)}` +
      `${figure(summary.dropped)} dropped, ${figure(summary.rejected)} rejected`,
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

/** Most mappings leave nothing over; where one does, it may be by mistake. */
function ignored({ ignored: rows }: ImportSummary): string {
  return rows === 0 ? '' : `${figure(rows)} ignored (no event in them), `;
}

function period({ from, to }: ImportSummary): string {
  if (from === null || to === null) return '';
  return `, from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
}

function describeRejected(summary: ImportSummary): string[] {
  if (summary.rejected === 0) return [];
  const codes = [...summary.rejectedByCode].map(([code, rows]) => `${code} ${figure(rows)}`);
  const unlisted = summary.rejected - summary.rejectedFirst.length;
  return [
    `Rejected rows are in ${summary.rejectedPath} (${codes.join(', ')})`,
    ...summary.rejectedFirst.map(({ line, code, reason }) => `  line ${line}: ${code}: ${reason}`),
    ...(unlisted > 0 ? [`  and ${figure(unlisted)} more`] : []),
  ];
}

function counted(value: number, noun: string): string {
  return `${figure(value)} ${noun}${value === 1 ? '' : 's'}`;
}

function figure(value: number): string {
  return value.toLocaleString('en');
}
