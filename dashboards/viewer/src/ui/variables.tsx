import type { Variable } from '../../../model.ts';
import { useEnvironment } from '../state/context.ts';
import { allValues, chosenValues } from '../state/scope.ts';
import { useOptions } from '../state/use-options.ts';
import { Choice } from './choice.tsx';
import { Menu } from './menu.tsx';

function VariablePicker({ variable }: { readonly variable: Variable }) {
  const { t, fromDashboard, view, go } = useEnvironment();
  const options = useOptions(variable);
  const chosen = chosenValues(variable, view);
  const titles = chosen.map((value) => options.find((option) => option.value === value)?.text ?? value);
  const text =
    titles.length === 0
      ? t('variable.all')
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
              options={[{ value: allValues, text: t('variable.all') }]}
              chosen={chosen.length === 0 ? [allValues] : []}
              onChoose={() => choose([allValues])}
            />
          )}
          <Choice
            options={options}
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

/** The dashboard's variables. */
export function Variables() {
  const { dashboard } = useEnvironment();
  return (
    <div class="variables">
      {dashboard.templating.list
        .filter(({ hide }) => hide !== 2)
        .map((variable) => (
          <VariablePicker key={variable.name} variable={variable} />
        ))}
    </div>
  );
}
