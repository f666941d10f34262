export const kinds = ['peer_review', 'quality_review'] as const;
export type Kind = (typeof kinds)[number];
export const relations = ['colleague', 'supervisor', 'self'] as const;
export type Relation = (typeof relations)[number];

/** The forms as the service has them. */
export interface Forms {
  readonly peer: { readonly scale_max: number; readonly dimensions: readonly Item[] };
  readonly quality: { readonly scale_max: number; readonly items: readonly QualityItem[] };
}

export interface Item {
  readonly id: string;
  readonly title: string;
}

export interface QualityItem extends Item {
  readonly weight: number;
  readonly auto_fail: boolean;
}

/** What a role may give: agents review as colleagues and themselves, those who lead as supervisors. */
export function offeredTo(role: string | null): { kinds: readonly Kind[]; relations: readonly Relation[] } {
  if (role === null) return { kinds, relations };
  return role === 'agent'
    ? { kinds: ['peer_review'], relations: ['colleague', 'self'] }
    : { kinds, relations: ['supervisor'] };
}

/** What is filled in. Scores by the ids of items. */
export interface Draft {
  readonly kind: Kind;
  readonly agent: string;
  readonly relation: Relation | '';
  readonly conversation: string;
  readonly scores: Readonly<Record<string, number>>;
}

/** The questions of a kind. */
export const itemsOf = ({ peer, quality }: Forms, kind: Kind): readonly Item[] =>
  kind === 'peer_review' ? peer.dimensions : quality.items;

/** What is missing, in the order of the form: names of fields, and ids of items. */
export function missingOf({ kind, agent, relation, conversation, scores }: Draft, forms: Forms): string[] {
  return [
    ...(agent === '' ? ['agent'] : []),
    ...(kind === 'peer_review' && relation === '' ? ['relation'] : []),
    ...(kind === 'quality_review' && conversation.trim() === '' ? ['conversation'] : []),
    ...unscoredOf(itemsOf(forms, kind), kind, scores),
  ];
}

/** Of a rubric every item counts; of a person nobody has to know everything, but something. */
function unscoredOf(items: readonly Item[], kind: Kind, scores: Draft['scores']): string[] {
  const unscored = items.filter(({ id }) => scores[id] === undefined).map(({ id }) => id);
  return kind === 'quality_review' || unscored.length === items.length ? unscored : [];
}

/** The questions that have an answer, in the order in which they are sent. */
export const answeredOf = (forms: Forms, kind: Kind, scores: Draft['scores']): readonly Item[] =>
  itemsOf(forms, kind).filter(({ id }) => scores[id] !== undefined);

/** What the service is told. */
export function bodyOf({ kind, agent, relation, conversation, scores }: Draft, forms: Forms): object {
  const told = conversation.trim();
  return {
    kind,
    agent,
    ...(kind === 'peer_review' ? { relation } : {}),
    ...(told === '' ? {} : { conversation: told }),
    answers: answeredOf(forms, kind, scores).map(({ id }) => ({ id, score: scores[id] })),
  };
}

/**
 * What a quality review comes to so far: the weighed mean of score / scale of what is scored, 0 where an item that fails
 * the whole conversation has 0. Null while nothing is scored.
 */
export function qualityOf(
  items: readonly QualityItem[],
  scores: Draft['scores'],
  scaleMax: number,
): { readonly value: number; readonly failedBy: QualityItem | null } | null {
  const scored = items.filter(({ id }) => scores[id] !== undefined);
  if (scored.length === 0) return null;
  const failedBy = scored.find(({ id, auto_fail }) => auto_fail && scores[id] === 0) ?? null;
  if (failedBy) return { value: 0, failedBy };
  const weights = scored.reduce((sum, { weight }) => sum + weight, 0);
  const sum = scored.reduce((total, { id, weight }) => total + (weight * scores[id]!) / scaleMax, 0);
  return { value: sum / weights, failedBy: null };
}
