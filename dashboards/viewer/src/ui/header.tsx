import { useEnvironment } from '../state/context.ts';
import { FreshnessNote } from './freshness.tsx';
import { Icon } from './icon.tsx';
import { Navigation } from './navigation.tsx';
import { PrintButton } from './print.tsx';
import { RangePicker } from './range-picker.tsx';
import { RefreshPicker } from './refresh-picker.tsx';
import { Settings } from './settings.tsx';
import { Variables } from './variables.tsx';

export function Brand() {
  return (
    <span class="brand">
      <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <path d="M3 18h6l4-11 6 17 4-11h6" />
      </svg>
      Linewatch
    </span>
  );
}

/** What stands above the panels: where one is, what one sees, how fresh it is. */
export function Header() {
  const { view, dashboard, fromDashboard, t, go } = useEnvironment();
  if (view.kiosk) {
    return (
      <header class="head head-kiosk">
        <Brand />
        <h1 class="head-title">{fromDashboard(dashboard.title)}</h1>
        <FreshnessNote />
        <button
          type="button"
          class="button button-icon kiosk-leave"
          aria-label={t('kiosk.leave')}
          title={t('kiosk.leave')}
          onClick={() => go({ kiosk: false })}
        >
          <Icon name="close" />
        </button>
      </header>
    );
  }
  return (
    <header class="head">
      <div class="head-line">
        <Brand />
        <Navigation />
        <FreshnessNote />
      </div>
      <div class="head-line head-tools">
        <h1 class="unseen">{fromDashboard(dashboard.title)}</h1>
        <Variables />
        {!dashboard.timepicker.hidden && <RangePicker />}
        <RefreshPicker />
        <PrintButton />
        <Settings />
      </div>
    </header>
  );
}
