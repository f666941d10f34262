import { useEnvironment } from '../state/context.ts';
import { chosenValues } from '../state/scope.ts';
import { useStore } from '../state/use-store.ts';
import { Icon } from './icon.tsx';
import { useChosenTitle } from './variables.tsx';

/** Prints once the page is drawn for paper: two frames after it has been told. */
function printPage() {
  window.dispatchEvent(new Event('beforeprint'));
  requestAnimationFrame(() => requestAnimationFrame(() => window.print()));
}

/** Prints the page, from its head. */
export function PrintButton() {
  const { t } = useEnvironment();
  return (
    <button
      type="button"
      class="button button-icon"
      aria-label={t('settings.print')}
      title={t('settings.print')}
      onClick={printPage}
    >
      <Icon name="print" />
    </button>
  );
}

/** What a sheet of paper must say of itself: what of, what was chosen, of when the figures are. Only on paper. */
export function PrintHead() {
  const { dashboard, view, fromDashboard, session, dates, t } = useEnvironment();
  const titleOf = useChosenTitle();
  const freshness = useStore(session.freshness);
  const chosen = dashboard.templating.list.flatMap((variable) => {
    const values = variable.type === 'textbox' || variable.hide === 2 ? [] : chosenValues(variable, view);
    if (variable.type === 'textbox' || values.length === 0) return [];
    return [
      { label: fromDashboard(variable.label), text: values.map((one) => titleOf(variable, one)).join(', ') },
    ];
  });
  return (
    <div class="print-head" aria-hidden="true">
      <strong>{fromDashboard(dashboard.title)}</strong>
      {chosen.map(({ label, text }) => (
        <span key={label}>
          {label}: <b>{text}</b>
        </span>
      ))}
      <span>{t('print.at', { time: dates.full(freshness?.asOf ?? Date.now()) })}</span>
    </div>
  );
}
