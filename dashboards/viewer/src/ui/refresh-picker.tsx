import { spanText } from '../format/span.ts';
import { useEnvironment } from '../state/context.ts';
import { Choice } from './choice.tsx';
import { Icon } from './icon.tsx';
import { Menu } from './menu.tsx';

/** How often polled figures are asked for anew, and a button that does it now. */
export function RefreshPicker() {
  const { t, view, dashboard, locale, session, go } = useEnvironment();
  const chosen = view.refresh ?? dashboard.refresh;
  const options = [
    { value: 'off', text: t('refresh.off') },
    ...dashboard.timepicker.refresh_intervals.map((value) => ({
      value,
      text: t('refresh.every', { span: spanText(value, locale) }),
    })),
  ];
  return (
    <div class="group">
      <button
        type="button"
        class="button button-icon"
        aria-label={t('refresh.now')}
        title={t('refresh.now')}
        onClick={() => session.hub.refresh()}
      >
        <Icon name="refresh" />
      </button>
      <Menu label={t('refresh.label')} text={chosen === 'off' ? t('refresh.off') : chosen}>
        {(close) => (
          <Choice
            options={options}
            chosen={[chosen]}
            onChoose={(refresh) => {
              go({ refresh });
              close();
            }}
          />
        )}
      </Menu>
    </div>
  );
}
