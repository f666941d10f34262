import { useId } from 'preact/hooks';
import { type Actor, keepName } from './actor.ts';
import { useSay } from './use-say.ts';

/** Says as whom one acts; where there are no keys, it is asked for once. */
export function Who({ actor }: { readonly actor: Actor }) {
  const say = useSay();
  const id = useId();
  if (actor.isOpen) return null;
  if (actor.name !== null) {
    return (
      <p class="who">
        {say('who.is', { name: actor.name })}{' '}
        {!actor.hasKey && (
          <button type="button" class="opener link" onClick={() => keepName(null)}>
            {say('who.change')}
          </button>
        )}
      </p>
    );
  }
  return (
    <form
      class="card who-ask"
      aria-label={say('who.title')}
      onSubmit={(event) => {
        event.preventDefault();
        const name = String(new FormData(event.currentTarget).get('name')).trim();
        if (name) keepName(name);
      }}
    >
      <div class="field">
        <label for={id}>{say('who.label')}</label>
        <input
          id={id}
          name="name"
          type="text"
          autocomplete="name"
          maxLength={200}
          required
          aria-describedby={`${id}-why`}
        />
        <span id={`${id}-why`} class="field-hint">
          {say('who.why')}
        </span>
      </div>
      <button type="submit" class="button button-strong">
        {say('who.keep')}
      </button>
    </form>
  );
}
