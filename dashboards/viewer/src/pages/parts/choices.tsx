import { useId } from 'preact/hooks';

interface ChoicesProps {
  readonly legend: string;
  /** Beside the legend, such as a weight. */
  readonly note?: string | undefined;
  readonly hint?: string | undefined;
  readonly fault?: string | undefined;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly text: string; readonly hint?: string }[];
  readonly onChange: (value: string) => void;
  /** `scale`: figures in a row. */
  readonly look?: 'scale';
}

/** One of few, all to be seen: a group of radio buttons, which the arrow keys move through. */
export function Choices({ legend, note, hint, fault, value, options, onChange, look }: ChoicesProps) {
  const id = useId();
  const told = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ');
  return (
    <fieldset
      class="choices"
      data-look={look}
      data-fault={fault !== undefined}
      aria-describedby={told || undefined}
    >
      <legend>
        {legend} {note && <span class="faint">{note}</span>}
      </legend>
      {hint && (
        <p id={`${id}-hint`} class="field-hint">
          {hint}
        </p>
      )}
      <div class="choices-options">
        {options.map((option) => (
          <label key={option.value} class="choices-option" data-chosen={option.value === value}>
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>
              {option.text}
              {option.hint && <span class="choices-hint">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
      {fault && (
        <p id={`${id}-fault`} class="field-fault">
          {fault}
        </p>
      )}
    </fieldset>
  );
}
