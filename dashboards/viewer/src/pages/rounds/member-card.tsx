import { useState } from 'preact/hooks';
import { figureText } from '../../format/value.ts';
import { usePageEnvironment } from '../../state/context.ts';
import { NavigationLink } from '../../ui/navigation.tsx';
import { type Actor, leads, speaksFor } from '../parts/actor.ts';
import { writeAmount } from '../parts/amount.ts';
import { NotDone } from '../parts/failure.tsx';
import { PageTable } from '../parts/page-table.tsx';
import { useMetricTitle } from '../parts/use-metric-title.ts';
import { useSay } from '../parts/use-say.ts';
import { useSend } from '../parts/use-send.ts';
import { GoalsForm } from './goals-form.tsx';
import { goalRows, type Member, type RoundSummary, type Side, type stepsOf } from './model.ts';
import { Remark } from './remark.tsx';

interface MemberCardProps {
  readonly member: Member;
  /** Of the round. */
  readonly period: RoundSummary['period'];
  readonly steps: ReturnType<typeof stepsOf>;
  readonly isPinned: boolean;
  readonly actor: Actor;
  /** Of the round. */
  readonly url: string;
}

/** One agent in a round: goals and figures, who has confirmed, and what is said of it. */
export function MemberCard({ member, period, steps, isPinned, actor, url }: MemberCardProps) {
  const { dates, locale } = usePageEnvironment();
  const say = useSay();
  const titleOf = useMetricTitle();
  const sender = useSend('/api/v1/rounds');
  const [isAgreeing, setAgreeing] = useState(false);
  const { agent, name, confirmed, card, changed } = member;
  const acts = actor.name !== null;
  const may: Readonly<Record<Side, boolean>> = {
    agent: acts && speaksFor(actor, agent),
    supervisor: acts && leads(actor),
  };
  const confirm = (as: Side) =>
    void sender.send('POST', `${url}/confirmations`, {
      agent,
      as,
      ...(member.goals_version === undefined ? {} : { goals_version: member.goals_version }),
      ...actor.by,
    });
  const titleId = `member-${agent}`;
  const pageOfAgent = {
    page: undefined,
    uid: 'agent',
    variables: { agent: [agent], period: [period.name], at: [period.from.slice(0, 10)] },
  };
  return (
    <section class="card" aria-labelledby={titleId}>
      <h2 class="card-title" id={titleId}>
        <NavigationLink to={pageOfAgent} current={false}>
          {name}
        </NavigationLink>{' '}
        {card && (
          <span class="faint">
            {say('round.score', { score: figureText(card.score, { decimals: 1 }, locale) })} (
            {say(isPinned ? 'round.scorePinned' : 'round.scoreNow')})
          </span>
        )}
      </h2>
      <PageTable
        label={`${say('round.goals')}, ${name}`}
        headings={[
          { text: say('field.metric') },
          { text: say('round.goal'), isFigure: true },
          { text: say('round.value'), isFigure: true },
          { text: say('round.points'), isFigure: true },
          { text: say('round.weight'), isFigure: true },
        ]}
      >
        {goalRows(member).map((row) => (
          <tr key={`${row.metric} ${row.variant ?? ''}`}>
            <th scope="row" class="cell">
              {titleOf(row)}
            </th>
            <td class="cell cell-number">
              {row.goal === null
                ? say('round.noGoal')
                : `${row.direction ? say(`direction.${row.direction}`) : ''} ${writeAmount(row.goal, row.unit, locale)}`}
            </td>
            <td class="cell cell-number">{writeAmount(row.value, row.unit, locale)}</td>
            <td class="cell cell-number">{figureText(row.points, { decimals: 1 }, locale)}</td>
            <td class="cell cell-number">{figureText(row.weight, {}, locale)}</td>
          </tr>
        ))}
      </PageTable>
      {changed.length > 0 && (
        <div class="changed" role="note">
          <strong>{say('round.changed')}</strong>
          <ul>
            {changed.map(({ metric, variant, title, unit, pinned, now }) => (
              <li key={`${metric} ${variant ?? ''}`}>
                {say('round.changedRow', {
                  title: metric === 'score' ? say('rounds.score') : titleOf({ metric, title }),
                  pinned: writeAmount(pinned, unit, locale),
                  now: writeAmount(now, unit, locale),
                })}
              </li>
            ))}
          </ul>
        </div>
      )}
      <dl class="confirmations">
        {(['agent', 'supervisor'] as const).map((side) => {
          const mark = confirmed[side];
          return (
            <div key={side}>
              <dt>{say(side === 'agent' ? 'round.byAgent' : 'round.bySupervisor')}</dt>
              <dd>
                {mark
                  ? say('round.confirmedBy', {
                      by: mark.by === agent ? name : mark.by,
                      at: dates.dayAndTime(Date.parse(mark.at)),
                    })
                  : say('round.notYet')}
                {!mark && steps.canConfirm && may[side] && (
                  <button
                    type="button"
                    class="button"
                    disabled={sender.isSending}
                    onClick={() => confirm(side)}
                  >
                    {side === 'agent' ? (
                      say('round.confirmAgent', { name })
                    ) : (
                      <>
                        {say('round.confirmSupervisor')}
                        <span class="unseen">, {name}</span>
                      </>
                    )}
                  </button>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      <NotDone failure={sender.failure} />
      {steps.canSet && may.supervisor && !isAgreeing && (
        <button type="button" class="button" onClick={() => setAgreeing(true)}>
          {say('round.agree', { name })}
        </button>
      )}
      {isAgreeing && (
        <GoalsForm
          url={url}
          agent={agent}
          title={say('round.agree', { name })}
          goals={member.goals}
          actor={actor}
          onClose={() => setAgreeing(false)}
        />
      )}
      <Remark
        title={say('round.remark')}
        action={say('round.remarkWrite')}
        note={member.remark}
        mayWrite={steps.canNote && may.supervisor}
        write={{ url: `${url}/remarks`, agent, actor }}
      />
      <Remark
        title={say('round.answer', { name })}
        action={say('round.answerWrite')}
        note={member.answer}
        mayWrite={steps.canNote && may.agent}
        write={{ url: `${url}/answers`, agent, actor }}
      />
    </section>
  );
}
