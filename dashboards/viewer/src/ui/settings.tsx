import { usePageEnvironment } from '../state/context.ts';
import { writePreference } from '../state/preferences.ts';
import { Icon } from './icon.tsx';
import { Menu } from './menu.tsx';

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChange: (value: string) => void;
}

function Select({ label, value, options, onChange }: SelectProps) {
  return (
    <label class="field">
      {label}
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Zone, language, appearance and wall display. */
export function Settings() {
  const { t, view, language, go } = usePageEnvironment();
  const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Menu label={t('settings.label')} icon="settings">
      {() => (
        <div class="settings">
          <Select
            label={t('settings.zone')}
            value={view.timezone ?? 'browser'}
            options={[
              ['browser', t('settings.zoneBrowser', { zone: ownZone })],
              ['utc', 'UTC'],
              ...Intl.supportedValuesOf('timeZone').map((zone) => [zone, zone.replaceAll('_', ' ')] as const),
            ]}
            onChange={(timezone) => go({ timezone: timezone === 'browser' ? undefined : timezone })}
          />
          <Select
            label={t('settings.language')}
            value={language}
            options={[
              ['en', 'English'],
              ['zh', '简体中文'],
            ]}
            onChange={(lang) => {
              writePreference('lang', lang);
              go({ lang }, true);
            }}
          />
          <Select
            label={t('settings.theme')}
            value={view.theme ?? 'auto'}
            options={[
              ['auto', t('settings.themeAuto')],
              ['dark', t('settings.themeDark')],
              ['light', t('settings.themeLight')],
            ]}
            onChange={(theme) => {
              writePreference('theme', theme);
              go({ theme: theme === 'auto' ? undefined : theme }, true);
            }}
          />
          <div class="settings-actions">
            <button type="button" class="button" onClick={() => go({ kiosk: true })}>
              <Icon name="screen" /> {t('settings.kiosk')}
            </button>
          </div>
        </div>
      )}
    </Menu>
  );
}
