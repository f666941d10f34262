import { Icon } from './icon.tsx';

interface ChoiceProps {
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly chosen: readonly string[];
  readonly onChoose: (value: string) => void;
}

/** A list of which one or several are chosen. */
export function Choice({ options, chosen, onChoose }: ChoiceProps) {
  return (
    <ul class="choice">
      {options.map(({ value, text }) => (
        <li key={value}>
          <button
            type="button"
            class="choice-option"
            aria-pressed={chosen.includes(value)}
            onClick={() => onChoose(value)}
          >
            <span class="choice-mark">{chosen.includes(value) && <Icon name="check" />}</span>
            {text}
          </button>
        </li>
      ))}
    </ul>
  );
}
