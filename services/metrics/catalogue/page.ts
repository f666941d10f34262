import { CATALOGUE, describe } from './index.ts';

/** The catalogue as a page in Markdown: `docs/metrics.md`. */
export function cataloguePage(): string {
  const rows = CATALOGUE.map(describe).map((metric) => {
    const variants = metric.variants.length > 0 ? metric.variants.join(', ') : '';
    const cells = [`\`${metric.id}\``, metric.title, metric.unit, metric.anchor, metric.definition, variants];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return [
    '# Metrics',
    '',
    'Written from the catalogue (`services/metrics/catalogue`) by `npm run generate`. Do not edit.',
    '',
    'Times are UTC milliseconds; a ratio is from 0 to 1; an empty denominator gives null. The anchor is the moment at',
    'which something counts: the begin of its span (of an SLA target: its due time), its end, every instant of it, or',
    'the time that it covers. `anchor=start|outcome` asks for another.',
    '',
    '| id | title | unit | anchor | definition | variants |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
