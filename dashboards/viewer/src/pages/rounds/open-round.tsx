import { useState } from 'preact/hooks';
import type { Actor } from '../parts/actor.ts';
import { NotDone } from '../parts/failure.tsx';
import { SelectField } from '../parts/field.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { useDimension } from '../parts/use-lists.ts';
import { useSay } from '../parts/use-say.ts';
import { useSend } from '../parts/use-send.ts';
import { roundPeriods } from './model.ts';

interface OpenRoundProps {
  readonly actor: Actor;
  readonly team: string;
  readonly onClose: () => void;
}

/** Opens a round for a team. */
export function OpenRound({ actor, team: first, onClose }: OpenRoundProps) {
  const say = useSay();
  const teams = useDimension('team');
  const sender = useSend('/api/v1/rounds');
  const [team, setTeam] = useState(first);
  const [period, setPeriod] = useState<string>('quarter');
  const [at, setAt] = useState('now');
  const [asked, setAsked] = useState(false);

  async function submit() {
    setAsked(true);
    if (team === '') return;
    if (await sender.send('POST', '/api/v1/rounds', { team, period, at, ...actor.by })) onClose();
  }
  return (
    <form
      class="card fields"
      aria-label={say('rounds.open')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <SelectField
        label={say('field.team')}
        value={team}
        options={teams}
        none={say('page.choose')}
        fault={asked && team === '' ? say('field.missing') : sender.faults.get('team')}
        onChange={setTeam}
      />
      <SelectField
        label={say('field.period')}
        value={period}
        options={roundPeriods.map((one) => ({ value: one, text: say(`period.${one}`) }))}
        onChange={setPeriod}
      />
      <SelectField
        label={say('rounds.which')}
        value={at}
        options={[
          { value: '-1', text: say('rounds.before') },
          { value: 'now', text: say('rounds.this') },
          { value: '1', text: say('rounds.next') },
        ]}
        fault={sender.faults.get('at')}
        onChange={setAt}
      />
      <NotDone failure={sender.failure} />
      <FormActions submit="rounds.open" isSending={sender.isSending} onCancel={onClose} />
    </form>
  );
}
