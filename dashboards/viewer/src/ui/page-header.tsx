import { usePageEnvironment } from '../state/context.ts';
import { Brand } from './header.tsx';
import { Navigation } from './navigation.tsx';
import { Settings } from './settings.tsx';

/** What stands above a page that is no dashboard. */
export function PageHeader() {
  const { view } = usePageEnvironment();
  return (
    <header class="head" key={view.page}>
      <div class="head-line">
        <Brand />
        <Navigation />
        <span class="head-end">
          <Settings />
        </span>
      </div>
    </header>
  );
}
