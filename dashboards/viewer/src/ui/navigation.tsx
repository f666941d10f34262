import type { ComponentChildren } from 'preact';
import { at } from '../grafana/frame.ts';
import { usePageEnvironment } from '../state/context.ts';
import { type View, writeView } from '../state/location.ts';
import { useSnapshots } from '../state/use-snapshots.ts';
import { Menu } from './menu.tsx';

const urls = ['/api/v1/dashboards'];

/** From what is looked at most to what is looked at least; dashboards of one's own come last. */
const order = [
  ...['live', 'sla', 'responses', 'backlog', 'channels', 'satisfaction', 'complaints', 'quality'],
  ...['agents', 'team', 'agent'],
  ...['compare', 'today', 'plan', 'pipeline'],
];

function placeOf(uid: string): number {
  const place = order.indexOf(uid);
  return place < 0 ? order.length : place;
}

/** Pages on which something is set, agreed or answered. */
const pages = [
  ['/goals', 'app.goals'],
  ['/rounds', 'app.rounds'],
  ['/review', 'app.review'],
] as const;
const auditPage = ['/audit', 'app.audit'] as const;

interface NavigationLinkProps {
  readonly to: Partial<View>;
  readonly current: boolean;
  readonly children: ComponentChildren;
}

/** A link of the page's own: a click changes the view, and a new window gets its address. */
export function NavigationLink({ to, current, children }: NavigationLinkProps) {
  const { view, go } = usePageEnvironment();
  return (
    <a
      class="nav-link"
      href={writeView({ ...view, ...to })}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </a>
  );
}

const identityUrls = ['/api/v1/me'];

/** The pages that are no dashboards, with those that whoever looks may see; without keys everybody may see all. */
function Pages() {
  const { t, session, view } = usePageEnvironment();
  const [me] = useSnapshots(session.hub, identityUrls);
  const role = at(me?.body, 'role');
  const seen = role === 'admin' || role === null ? [...pages, auditPage] : pages;
  return (
    <ul>
      {seen.map(([page, title]) => (
        <li key={page}>
          <NavigationLink
            to={{ page, viewPanel: undefined, kiosk: false }}
            current={view.page?.startsWith(page) ?? false}
          >
            {t(title)}
          </NavigationLink>
        </li>
      ))}
    </ul>
  );
}

/** The other dashboards; chosen variables and the time range go along, as Grafana's links do. */
export function Navigation() {
  const { t, fromDashboard, session, view } = usePageEnvironment();
  const [snapshot] = useSnapshots(session.hub, urls);
  const list = at(snapshot?.body, '');
  const known = Array.isArray(list) ? (list as { uid: string; title: string }[]) : [];
  const sorted = [...known].sort((a, b) => placeOf(a.uid) - placeOf(b.uid));
  return (
    <nav class="nav" aria-label={t('app.dashboards')}>
      {sorted.map(({ uid, title }) => (
        <NavigationLink
          key={uid}
          to={{ uid, page: undefined, viewPanel: undefined }}
          current={!view.page && uid === view.uid}
        >
          {fromDashboard(title)}
        </NavigationLink>
      ))}
      <Menu label={t('app.people')} text={t('app.people')}>
        {() => <Pages />}
      </Menu>
    </nav>
  );
}
