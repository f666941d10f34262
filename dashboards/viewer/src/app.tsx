import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Dashboard } from '../../model.ts';
import { Board } from './board.tsx';
import { keepKey } from './data/key.ts';
import { answerIn } from './data/language.ts';
import { openSession } from './data/session.ts';
import { Drawer } from './drill/drawer.tsx';
import { datesIn } from './format/date.ts';
import { intervalMs } from './format/interval.ts';
import { chooseLanguage, textsIn } from './i18n/index.ts';
import { LazyPage } from './lazy-page.tsx';
import { Boundary } from './panels/boundary.tsx';
import { type Environment, EnvironmentContext, type PageEnvironment } from './state/context.ts';
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
import { PageHeader } from './ui/page-header.tsx';
import { PrintHead } from './ui/print.tsx';
import { isAboutKey, SignIn } from './ui/sign-in.tsx';

/** Answers that hold sentences: in another language they are others. */
const isInWords = (url: string) => url.startsWith('/api/v1/compare?');

/** A dashboard, and not the list of them, which is what was asked for on the page before. */
const readDashboard = (body: unknown) =>
  body === undefined || Array.isArray(body) ? undefined : (body as Dashboard);

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
  // Of a page that is no dashboard only whether the service answers whoever asks is to be known.
  const path = view.page ? '' : `/${encodeURIComponent(view.uid)}`;
  const urls = useMemo(() => [`/api/v1/dashboards${path}`], [path]);
  const [answer] = useSnapshots(session.hub, urls);
  const isKnown = answer?.body !== undefined;
  const dashboard = view.page ? undefined : readDashboard(answer?.body);
  const titleOf = useTitles(session.hub, texts, isKnown);

  useEffect(() => () => session.close(), [session]);
  useEffect(() => {
    document.documentElement.lang = texts.locale;
    answerIn(texts.locale);
    document.title = dashboard ? `${texts.fromDashboard(dashboard.title)} · Linewatch` : 'Linewatch';
  }, [texts, dashboard]);
  useEffect(() => session.hub.refresh(isInWords), [session, language]);
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
  if (view.page ? !isKnown : !dashboard) {
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
  const ofPage: PageEnvironment = { ...texts, view, go, session, zone, dates, theme, printing, titleOf };
  if (!dashboard) {
    return (
      <EnvironmentContext.Provider value={ofPage}>
        <div class="page">
          <a class="skip" href="#content">
            {texts.t('app.skipToPage')}
          </a>
          <PageHeader />
          <main id="content" class="main" tabIndex={-1}>
            <Boundary key={view.page} title={texts.t('app.notLoaded')}>
              <LazyPage />
            </Boundary>
          </main>
        </div>
      </EnvironmentContext.Provider>
    );
  }
  const environment: Environment = { ...ofPage, dashboard };
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
