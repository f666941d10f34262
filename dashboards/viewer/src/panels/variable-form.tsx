import { useEffect, useId, useState } from 'preact/hooks';
import type { TextBoxVariable } from '../../../model.ts';
import { useEnvironment } from '../state/context.ts';
import { chosenValues } from '../state/scope.ts';
import { readTyped } from '../state/typed-value.ts';
import { useFaults } from '../state/use-faults.ts';

interface VariableFormProps {
  readonly label: string;
  readonly variables: readonly TextBoxVariable[];
}

/** The values that are typed in, in the address once they are applied; each with what the service says against it. */
export function VariableForm({ label, variables }: VariableFormProps) {
  const { t, view, go } = useEnvironment();
  const names = variables.map(({ name }) => name);
  const faults = useFaults(names);
  const applied = variables.map((variable) => chosenValues(variable, view)[0] ?? '');
  const [typed, setTyped] = useState<readonly string[]>(applied);
  useEffect(() => setTyped(applied), [applied.join('\n')]);

  const apply = (values: readonly string[]) =>
    go({
      variables: {
        ...view.variables,
        ...Object.fromEntries(names.map((name, index) => [name, [values[index]!].filter(Boolean)])),
      },
    });
  return (
    <form
      class="what-if"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        const values = variables.map(({ description }, index) => readTyped(typed[index]!, description ?? ''));
        setTyped(values);
        apply(values);
      }}
    >
      <div class="what-if-fields">
        {variables.map((variable, index) => (
          <Field
            key={variable.name}
            variable={variable}
            value={typed[index]!}
            fault={applied[index] ? faults.get(variable.name) : undefined}
            onInput={(value) => setTyped(typed.map((known, at) => (at === index ? value : known)))}
          />
        ))}
      </div>
      <div class="what-if-actions">
        <button type="submit" class="button button-strong">
          {t('whatIf.apply')}
        </button>
        <button
          type="button"
          class="button"
          disabled={applied.every((value) => value === '') && typed.every((value) => value === '')}
          onClick={() => {
            setTyped(names.map(() => ''));
            apply(names.map(() => ''));
          }}
        >
          {t('whatIf.reset')}
        </button>
      </div>
    </form>
  );
}

interface FieldProps {
  readonly variable: TextBoxVariable;
  readonly value: string;
  readonly fault: string | undefined;
  readonly onInput: (value: string) => void;
}

function Field({ variable, value, fault, onInput }: FieldProps) {
  const { t, fromDashboard } = useEnvironment();
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{fromDashboard(variable.label)}</label>
      <input
        id={id}
        type="text"
        autocomplete="off"
        spellcheck={false}
        value={value}
        placeholder={t('whatIf.unchanged')}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-hint`}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <span id={`${id}-hint`} class={fault ? 'field-fault' : 'field-hint'} role={fault ? 'alert' : undefined}>
        {fault ?? fromDashboard(variable.description ?? '')}
      </span>
    </div>
  );
}
