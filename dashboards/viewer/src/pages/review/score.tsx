import { Choices } from '../parts/choices.tsx';
import { useSay } from '../parts/use-say.ts';
import type { Item, Kind, QualityItem } from './model.ts';

interface ScoreProps {
  readonly item: Item | QualityItem;
  readonly kind: Kind;
  readonly scaleMax: number;
  readonly value: number | undefined;
  readonly fault: string | undefined;
  /** Undefined for what one cannot say. */
  readonly onChange: (score: number | undefined) => void;
}

/** One question of a form; of a rubric with its weight, and whether it alone fails a conversation. */
export function Score({ item, kind, scaleMax, value, fault, onChange }: ScoreProps) {
  const say = useSay();
  const isRubric = 'weight' in item;
  const steps = Array.from({ length: scaleMax + 1 }, (_, score) => ({
    value: String(score),
    text: String(score),
  }));
  const eitherOr = [
    { value: '0', text: say('review.failed') },
    { value: String(scaleMax), text: say('review.met') },
  ];
  const isEitherOr = isRubric && item.auto_fail;
  const unknown = { value: '', text: say('review.unknown') };
  return (
    <Choices
      legend={item.title}
      note={isRubric ? say('review.weight', { weight: item.weight }) : undefined}
      hint={isEitherOr ? say('review.autoFail') : say('review.scale', { max: scaleMax })}
      fault={fault}
      look="scale"
      value={value === undefined ? '' : String(value)}
      options={isEitherOr ? eitherOr : kind === 'peer_review' ? [unknown, ...steps] : steps}
      onChange={(score) => onChange(score === '' ? undefined : Number(score))}
    />
  );
}
