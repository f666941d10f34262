import { useState } from 'preact/hooks';
import { figureText, noValue } from '../../format/value.ts';
import { levelOfColor } from '../../grafana/level.ts';
import { usePageEnvironment } from '../../state/context.ts';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import type { Actor } from '../parts/actor.ts';
import { writeAmount } from '../parts/amount.ts';
import { NotDone } from '../parts/failure.tsx';
import { useMetricTitle } from '../parts/use-metric-title.ts';
import { useSay } from '../parts/use-say.ts';
import { useSend } from '../parts/use-send.ts';
import { GoalHistory } from './goal-history.tsx';
import { colourOf, type Goal } from './model.ts';

interface GoalRowsProps {
  readonly goal: Goal;
  readonly actor: Actor;
  readonly mayChange: boolean;
  readonly onEdit: () => void;
  readonly onGone: () => void;
}

/** A goal as a row, and under it its history where it is opened. */
export function GoalRows({ goal, actor, mayChange, onEdit, onGone }: GoalRowsProps) {
  const { locale } = usePageEnvironment();
  const say = useSay();
  const titleOf = useMetricTitle();
  const [isOpen, setOpen] = useState(false);
  const sender = useSend('/api/v1/goals');
  const { current, unit } = goal;
  const amount = (value: number | null) => writeAmount(value, unit, locale);
  const share = (value: number | null) => figureText(value, { unit: 'percentunit', decimals: 0 }, locale);
  const standing = current?.standing ?? 'no_data';
  const title = titleOf(goal);

  async function remove() {
    if (!window.confirm(say('goals.deleteSure', { title, name: nameOf(goal, say('goals.everybody')) })))
      return;
    const query = new URLSearchParams({ ...actor.by, version: String(goal.version ?? 0) });
    if (await sender.send('DELETE', `/api/v1/goals/${encodeURIComponent(goal.id)}?${query}`)) onGone();
  }
  return (
    <>
      <tr>
        <th scope="row" class="cell">
          {nameOf(goal, say('goals.everybody'))}
        </th>
        <td class="cell">{title}</td>
        <td class="cell">{say(`period.${goal.period}`)}</td>
        <td class="cell cell-number">
          {say(`direction.${goal.direction}`)} {amount(goal.target)}
        </td>
        <td class="cell cell-number">{amount(current?.value ?? null)}</td>
        <td class="cell cell-number">{share(current?.attainment ?? null)}</td>
        <td class="cell cell-number">{share(current?.pace ?? null)}</td>
        <td class="cell cell-number">
          {current?.projection ? projected(current.projection, amount, say) : noValue}
        </td>
        <td class="cell" data-color={colourOf[standing]} data-look="color-text">
          <span class="cell-body">
            <SeverityMark severity={levelOfColor(colourOf[standing]).severity} />
            {say(`standing.${standing}`)}
          </span>
        </td>
        <td class="cell">
          <span class="cell-actions">
            <button type="button" class="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {say(isOpen ? 'goals.hideHistory' : 'goals.history')}
              <span class="unseen">, {title}</span>
            </button>
            {mayChange && goal.source === 'api' && (
              <>
                <button type="button" class="button" onClick={onEdit}>
                  {say('goals.change')}
                  <span class="unseen">, {title}</span>
                </button>
                <button type="button" class="button" disabled={sender.isSending} onClick={remove}>
                  {say('goals.delete')}
                  <span class="unseen">, {title}</span>
                </button>
              </>
            )}
          </span>
        </td>
      </tr>
      {(isOpen || sender.failure) && (
        <tr>
          <td class="cell" colSpan={10}>
            <NotDone failure={sender.failure} />
            {isOpen && <GoalHistory id={goal.id} />}
          </td>
        </tr>
      )}
    </>
  );
}

const nameOf = (goal: Goal, everybody: string) =>
  goal.team || goal.queue || goal.agent ? goal.name : everybody;

function projected(
  { value, lower, upper }: NonNullable<NonNullable<Goal['current']>['projection']>,
  amount: (value: number) => string,
  say: ReturnType<typeof useSay>,
): string {
  if (lower === null || upper === null) return amount(value);
  return say('goals.projectionOf', { value: amount(value), lower: amount(lower), upper: amount(upper) });
}
