import { figureText } from '../../format/value.ts';
import { usePageEnvironment } from '../../state/context.ts';
import { useSay } from '../parts/use-say.ts';
import { type Draft, type QualityItem, qualityOf } from './model.ts';

interface SoFarProps {
  readonly items: readonly QualityItem[];
  readonly scores: Draft['scores'];
  readonly scaleMax: number;
}

/** What a quality review comes to as it is being written. */
export function SoFar({ items, scores, scaleMax }: SoFarProps) {
  const { locale } = usePageEnvironment();
  const say = useSay();
  const found = qualityOf(items, scores, scaleMax);
  return (
    <p class="so-far" role="status">
      {found &&
        (found.failedBy
          ? say('review.soFarFailed', { title: found.failedBy.title })
          : say('review.soFar', {
              score: figureText(found.value, { unit: 'percentunit', decimals: 0 }, locale),
            }))}
    </p>
  );
}
