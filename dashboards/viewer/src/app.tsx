import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Dashboard } from '../../model.ts';
import { Board } from './board.tsx';
import { keepKey } from './data/key.ts';
import { openSession } from './data/session.ts';
import { Drawer } from './drill/drawer.tsx';
import { datesIn } from './format/date.ts';
import { intervalMs } from './format/interval.ts';
import { chooseLanguage, textsIn } from './i18n/index.ts';
import { Boundary } from './panels/boundary.tsx';
import { type Environment, EnvironmentContext } from './state/context.ts';
import { readPreference } from './state/preferences.ts';
import { zoneOf } from './state/scope.ts';
import { useEscape } from './state/use-escape.ts';
import { usePrinting } from './state/use-printing.ts';
import { useSnapshots } from './state/use-snapshots.ts';
import { useTheme } from './state/use-theme.ts';
import { useTitles } from './state/use-titles.ts';
import { useView } from './state/use-view.ts';
import { LostNote } from './ui/freshness.tsx';
import { Header } from './ui/header.tsx';
import { PrintHead } from './ui/print.tsx';
import { isAboutKey, SignIn } from './ui/sign-in.tsx';

/** The page: the dashboard that the address names, in the language, zone and appearance that it asks for. */
export function App() {
  const [session] = useState(openSession);
  const [view, go] = useView();
  const printing = usePrinting();
  const theme = useTheme(view.theme ?? readPreference('theme'), printing);
  const language = chooseLanguage(view.lang ?? readPreference('lang'), navigator.languages);
  const texts = useMemo(() => textsIn(language, navigator.languages), [language]);
  const zone = zoneOf(view);
  const dates = useMemo(() => datesIn(texts.locale, zone), [texts, zone]);
  const urls = useMemo(() => [`/api/v1/dashboards/${encodeURIComponent(view.uid)}`], [view.uid]);
  const [answer] = useSnapshots(session.hub, urls);
  const dashboard = answer?.body as Dashboard | undefined;
  const titleOf = useTitles(session.hub, texts, dashboard !== undefined);

  useEffect(() => () => session.close(), [session]);
  useEffect(() => {
    document.documentElement.lang = texts.locale;
    document.title = dashboard ? `${texts.fromDashboard(dashboard.title)} · Linewatch` : 'Linewatch';
  }, [texts, dashboard]);
  const refreshMs = intervalMs(view.refresh ?? dashboard?.refresh ?? '');
  useEffect(() => session.setRefresh(refreshMs), [session, refreshMs]);
  useEscape(go);

  if (answer?.failure && isAboutKey(answer.failure.code)) {
    return (
      <main class="opening">
        <SignIn
          t={texts.t}
          refused={answer.failure.code !== 'KEY_NEEDED'}
          onKey={(key) => {
            keepKey(key);
            session.hub.refresh();
          }}
        />
      </main>
    );
  }
  if (!dashboard) {
    return (
      <main class="opening" aria-live="polite">
        <p>{answer?.failure ? texts.t('app.notLoaded') : texts.t('app.loading')}</p>
        {answer?.failure && (
          <>
            <p class="panel-detail">
              {answer.failure.detail} <code>{answer.failure.code}</code>
            </p>
            <button type="button" class="button" onClick={() => session.hub.refresh()}>
              {texts.t('app.tryAgain')}
            </button>
          </>
        )}
      </main>
    );
  }
  const environment: Environment = {
    ...texts,
    view,
    go,
    session,
    dashboard,
    zone,
    dates,
    theme,
    printing,
    titleOf,
  };
  return (
    <EnvironmentContext.Provider value={environment}>
      <div class="page" data-kiosk={view.kiosk}>
        <a class="skip" href="#panels">
          {texts.t('app.skip')}
        </a>
        <Boundary title={texts.t('app.notLoaded')}>
          <Header />
          <PrintHead />
        </Boundary>
        <LostNote />
        <main id="panels" class="main" tabIndex={-1}>
          <Boundary key={dashboard.uid} title={texts.t('app.notLoaded')}>
            <Board />
          </Boundary>
        </main>
        <Drawer />
      </div>
    </EnvironmentContext.Provider>
  );
}
