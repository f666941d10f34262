import { datesIn } from '../../format/date.ts';
import { usePageEnvironment } from '../../state/context.ts';
import { writeAmount } from '../parts/amount.ts';
import { Loaded } from '../parts/loaded.tsx';
import { useSay } from '../parts/use-say.ts';
import type { GoalDetail } from './model.ts';

/** Who changed a goal when, and how its past periods stand against it. */
export function GoalHistory({ id }: { readonly id: string }) {
  const { dates, locale } = usePageEnvironment();
  const say = useSay();
  const inItsZone = (tz: string | undefined) => (tz === undefined ? dates : datesIn(locale, tz));
  return (
    <Loaded<GoalDetail> url={`/api/v1/goals/${encodeURIComponent(id)}`}>
      {({ history, past: all, unit, current, source }) => {
        const past = all.filter(({ value }) => value !== null);
        return (
          <div class="goal-history">
            <section>
              <h2 class="card-title">{say('goals.changes')}</h2>
              {history.length === 0 && <p>{say('goals.changesNone')}</p>}
              <ul>
                {history.map(({ version, at, by, what, target, direction, note }) => (
                  <li key={version}>
                    <span class="faint">{dates.dayAndTime(Date.parse(at))}</span> {by}{' '}
                    {what === 'removed'
                      ? say('goals.removed')
                      : say('goals.setTo', {
                          target: `${say(`direction.${direction}`)} ${writeAmount(target, unit, locale)}`,
                        })}
                    {note && <q class="note">{note}</q>}
                  </li>
                ))}
              </ul>
              {source === 'configuration' && <p class="faint">{say('goals.configured')}</p>}
            </section>
            <section>
              <h2 class="card-title">{say('goals.past')}</h2>
              {past.length === 0 && <p>{say('goals.pastNone')}</p>}
              <ul>
                {past.map(({ from, value, met, target }) => (
                  <li key={from}>
                    <span class="faint">{inItsZone(current?.tz).day(Date.parse(from))}</span>{' '}
                    {writeAmount(value, unit, locale)}{' '}
                    {met !== null && say(met ? 'goals.met' : 'goals.missed')}{' '}
                    {target !== undefined && <span class="faint">({writeAmount(target, unit, locale)})</span>}
                  </li>
                ))}
              </ul>
            </section>
            {current && (
              <p class="faint">
                {say('goals.elapsed', {
                  share: new Intl.NumberFormat(locale, { style: 'percent' }).format(current.elapsed),
                })}
              </p>
            )}
          </div>
        );
      }}
    </Loaded>
  );
}
