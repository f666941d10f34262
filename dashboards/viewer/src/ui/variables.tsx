import type { ChoosableVariable } from '../../../model.ts';
import { useEnvironment } from '../state/context.ts';
import { allValues, chosenValues } from '../state/scope.ts';
import { useOptions } from '../state/use-options.ts';
import { Choice } from './choice.tsx';
import { Menu } from './menu.tsx';

interface OptionsProps {
  readonly variable: ChoosableVariable;
  readonly chosen: readonly string[];
  readonly onChoose: (value: string) => void;
}

/** What a variable may be; asked for when it is to be seen, so that the panels need not wait for it. */
function Options({ variable, chosen, onChoose }: OptionsProps) {
  return <Choice options={useOptions(variable)} chosen={chosen} onChoose={onChoose} />;
}

/** How a value is called where it is chosen. */
export function useChosenTitle(): (variable: ChoosableVariable, value: string) => string {
  const { titleOf, fromDashboard } = useEnvironment();
  return (variable, value) =>
    variable.type === 'query'
      ? titleOf(variable.name, value)
      : fromDashboard(variable.options.find((option) => option.value === value)?.text ?? value);
}

function VariablePicker({ variable }: { readonly variable: ChoosableVariable }) {
  const { t, fromDashboard, view, go } = useEnvironment();
  const chosen = chosenValues(variable, view);
  const titleOf = useChosenTitle();
  const titles = chosen.map((value) => titleOf(variable, value));
  // What one is chosen of filters by it; where none is, there is nothing to be "all" of.
  const all = t(variable.multi ? 'variable.all' : 'variable.noneChosen');
  const text =
    titles.length === 0
      ? all
      : titles.length === 1
        ? titles[0]!
        : t('variable.several', { count: titles.length });
  const choose = (values: readonly string[]) =>
    go({ variables: { ...view.variables, [variable.name]: values } });
  const label = fromDashboard(variable.label);
  return (
    <Menu label={label} caption text={text}>
      {(close) => (
        <>
          {variable.includeAll && (
            <Choice
              options={[{ value: allValues, text: all }]}
              chosen={chosen.length === 0 ? [allValues] : []}
              onChoose={() => choose([allValues])}
            />
          )}
          <Options
            variable={variable}
            chosen={chosen}
            onChoose={(value) => {
              if (!variable.multi) {
                choose([value]);
                close();
                return;
              }
              const next = chosen.includes(value)
                ? chosen.filter((known) => known !== value)
                : [...chosen, value];
              choose(next.length > 0 ? next : [allValues]);
            }}
          />
        </>
      )}
    </Menu>
  );
}

/** The dashboard's variables that are chosen; what is typed in stands in a form among the panels. */
export function Variables() {
  const { dashboard } = useEnvironment();
  return (
    <div class="variables">
      {dashboard.templating.list
        .filter((variable): variable is ChoosableVariable => variable.type !== 'textbox')
        .filter(({ hide }) => hide !== 2)
        .map((variable) => (
          <VariablePicker key={variable.name} variable={variable} />
        ))}
    </div>
  );
}
