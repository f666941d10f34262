import { useState } from 'preact/hooks';
import { usePageEnvironment } from '../../state/context.ts';
import { NavigationLink } from '../../ui/navigation.tsx';
import { type Actor, leads, useActor } from '../parts/actor.ts';
import { NotDone } from '../parts/failure.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { useSay } from '../parts/use-say.ts';
import { useSend } from '../parts/use-send.ts';
import { Who } from '../parts/who.tsx';
import { GoalsForm } from './goals-form.tsx';
import { MemberCard } from './member-card.tsx';
import { goalsOfAll, type Round, stepsOf } from './model.ts';
import { Period } from './period.tsx';
import { RoundHistory } from './round-history.tsx';

/** `/rounds/ID`: one round, from the agreement on goals to the closed record. */
export function RoundPage({ id }: { readonly id: string }) {
  const say = useSay();
  const actor = useActor();
  return (
    <div class="sheets">
      <NavigationLink to={{ page: '/rounds' }} current={false}>
        ‹ {say('round.all')}
      </NavigationLink>
      <Loaded<Round> url={`/api/v1/rounds/${encodeURIComponent(id)}`}>
        {(round) => <RoundSheet round={round} actor={actor} />}
      </Loaded>
    </div>
  );
}

function RoundSheet({ round, actor }: { readonly round: Round; readonly actor: Actor }) {
  const { dates, titleOf } = usePageEnvironment();
  const say = useSay();
  const sender = useSend('/api/v1/rounds');
  const [isAgreeing, setAgreeing] = useState(false);
  const steps = stepsOf(round, Date.now());
  const mayLead = leads(actor) && actor.name !== null;
  const url = `/api/v1/rounds/${encodeURIComponent(round.id)}`;
  const { pinned, period, members } = round;
  return (
    <>
      <header class="sheet-head">
        <h1>{round.name}</h1>
        <p class="faint">
          {titleOf('team', round.team)} · {say(`state.${round.state}`)} · <Period {...period} /> ·{' '}
          {say('rounds.confirmed')} {say('rounds.of', { count: round.confirmed, all: round.agents })}
        </p>
        {pinned && (
          <p>
            {say('round.pinned', {
              by: pinned.by,
              at: dates.dayAndTime(Date.parse(pinned.at)),
              hash: pinned.hash.replace(/^sha256:/, '').slice(0, 12),
            })}
          </p>
        )}
        {pinned?.intact === false && <p role="alert">{say('round.broken')}</p>}
        {pinned?.notes?.map((note) => (
          <p key={note} class="faint">
            {note}
          </p>
        ))}
      </header>
      <Who actor={actor} />
      {mayLead && (
        <div class="sheet-tools">
          {steps.canSet && !isAgreeing && (
            <button type="button" class="button" onClick={() => setAgreeing(true)}>
              {say('round.agreeAll')}
            </button>
          )}
          {steps.canPin && (
            <button
              type="button"
              class="button button-strong"
              title={say('round.pinHint')}
              disabled={sender.isSending}
              onClick={() => void sender.send('POST', `${url}/pin`, { ...actor.by })}
            >
              {say('round.pin')}
            </button>
          )}
          {steps.canClose && (
            <button
              type="button"
              class="button"
              title={say('round.closeHint')}
              disabled={sender.isSending}
              onClick={() => {
                if (window.confirm(say('round.closeSure')))
                  void sender.send('POST', `${url}/close`, { ...actor.by });
              }}
            >
              {say('round.close')}
            </button>
          )}
        </div>
      )}
      <NotDone failure={sender.failure} />
      {isAgreeing && (
        <GoalsForm
          url={url}
          agent={null}
          title={say('round.agreeAll')}
          goals={goalsOfAll(members)}
          actor={actor}
          onClose={() => setAgreeing(false)}
        />
      )}
      {members.map((member) => (
        <MemberCard
          key={member.agent}
          member={member}
          period={period}
          steps={steps}
          isPinned={pinned !== null}
          actor={actor}
          url={url}
        />
      ))}
      <RoundHistory history={round.history} members={members} />
    </>
  );
}
