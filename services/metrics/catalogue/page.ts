import { figureWords } from '../evaluate/words.ts';
import { CATALOGUE, describe } from './index.ts';
import { BUSINESS } from './spans.ts';

/** The catalogue as a page in Markdown: `docs/metrics.md`. */
export function cataloguePage(): string {
  const rows = CATALOGUE.map(describe).map((metric) =>
    rowOf([
      `\`${metric.id}\``,
      metric.title,
      metric.unit,
      metric.anchor,
      metric.definition,
      metric.variants.join(', '),
    ]),
  );
  const formulas = CATALOGUE.flatMap(({ id, kind, facts, figure, variants }) => {
    const of = kind === 'agents' ? "agents' time" : kind === 'fcr' ? 'first solutions' : facts.join(', ');
    return [
      rowOf([`\`${id}\``, '', of, `\`${figureWords(figure)}\``]),
      ...Object.entries(variants ?? {})
        .filter(([name]) => name !== BUSINESS)
        .map(([name, variant]) => rowOf(['', name, '', `\`${figureWords(variant)}\``])),
    ];
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
    'Filters (`queue=billing&queue=orders`) take ids as they are. An empty one (`queue=`) is no filter, as *All* of a',
    'dashboard sends it. So no filter asks for what has no queue, agent or team: with `group_by` it is the row in which',
    'that is `""`.',
    '',
    '| id | title | unit | anchor | definition | variants |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
    '## Formulas',
    '',
    'What is computed, word for word: these lines are the definitions from which the SQL is made. `count(...)` counts the',
    'facts for which the condition holds, `conversations(...)` distinct conversations, of which a ticket and a chat with the',
    'same id are two; the columns are those of the table `facts`. Of a resolution, `scale` is how many public messages agents',
    "had written. Pieces of agents' time have a length (`ms`), a `state` and a `plan`: a state lasts until the next news, a plan",
    'until its end or the next one, and either for two days at most; where neither is known there is no piece. First solutions',
    'know when they were (`ended_ms`), whether the customer came back within the window (`came_back`) and whether they were',
    '`reopened`: 1 or 0. The variant `business` has `business_ms` for `value_ms`.',
    '',
    'Of what was said (`said`), the label is who said it, and how politely where it was an agent; `score` is the sentiment,',
    'hundredths, and `scale` 100, or 0 where none could be read.',
    '',
    '| id | variant | of | formula |',
    '|---|---|---|---|',
    ...formulas,
    '',
  ].join('\n');
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
