import type { Aggregate, Condition, Figure, Term } from '../definition/language.ts';

/** A figure as people read a formula: `count(state is answered) / count()`. */
export function figureWords(figure: Figure): string {
  switch (figure.kind) {
    case 'share':
    case 'ratio':
      return `${part(figure.part)} / ${part(figure.whole)}`;
    case 'plus':
      return `${figureWords(figure.left)} + ${figureWords(figure.right)}`;
    case 'minus':
      return `${figureWords(figure.left)} - ${part(figure.right)}`;
    case 'times':
      return `${figure.factor} x ${part(figure.of)}`;
    case 'at_least':
      return `max(${figure.bound}, ${figureWords(figure.of)})`;
    case 'from':
      return `${figureWords(figure.of)}, from ${figure.least} up`;
    default:
      return aggregateWords(figure);
  }
}

/** In brackets where it is a sum of several. */
function part(figure: Figure): string {
  const words = figureWords(figure);
  return figure.kind === 'plus' || figure.kind === 'minus' ? `(${words})` : words;
}

function aggregateWords(aggregate: Aggregate): string {
  const where = aggregate.where.kind === 'every' ? '' : conditionWords(aggregate.where);
  const of = (what: string) => (where === '' ? what : `${what} where ${where}`);
  switch (aggregate.kind) {
    case 'count':
      return `count(${where})`;
    case 'distinct':
      return `conversations(${where})`;
    case 'quantile':
      return `p${Math.round(aggregate.level * 100)}(${of(termWords(aggregate.of))})`;
    case 'depth':
      return of(DEPTH_WORDS[aggregate.value]);
    default:
      return `${aggregate.kind}(${of(termWords(aggregate.of))})`;
  }
}

const DEPTH_WORDS = {
  last: 'open at the end',
  peak: 'most open at once',
  peak_at: 'when most were open first',
} as const;

export function conditionWords(condition: Condition): string {
  switch (condition.kind) {
    case 'every':
      return 'every';
    case 'is':
      return isWords(condition);
    case 'same':
      return condition.columns.join(' = ');
    case 'compare':
      return `${termWords(condition.left)} ${condition.comparison} ${termWords(condition.right)}`;
    case 'not':
      return condition.of.kind === 'is'
        ? isWords(condition.of, 'not ')
        : `not (${conditionWords(condition.of)})`;
    case 'all':
      return condition.of.map(grouped).join(' and ');
    case 'any':
      return condition.of.map(grouped).join(' or ');
  }
}

function isWords({ column, values }: Extract<Condition, { kind: 'is' }>, not = ''): string {
  const words = values.map((value) => value || 'empty');
  return words.length === 1 ? `${column} is ${not}${words[0]}` : `${column} ${not}in (${words.join(', ')})`;
}

/** In brackets where `and` and `or` would meet. */
function grouped(condition: Condition): string {
  const words = conditionWords(condition);
  return (condition.kind === 'all' || condition.kind === 'any') && condition.of.length > 1
    ? `(${words})`
    : words;
}

function termWords(term: Term): string {
  if (typeof term !== 'object') return String(term);
  const [left, right] = [termWords(term.left), termWords(term.right)];
  return term.operator === 'least' ? `least(${left}, ${right})` : `${left} ${term.operator} ${right}`;
}
