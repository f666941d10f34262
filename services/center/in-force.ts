import type { FaultsError } from '../lib/errors.ts';
import type { RoleContext } from '../lib/role.ts';
import { type ContactCenter, contactCenterFile, loadContactCenter } from './contact-center.ts';
import { watchContactCenter } from './watch.ts';

/** Who is told of what becomes of CONTACT_CENTER_CONFIG while it is in use. */
export interface CenterNews {
  onTaken?(): void;
  onRefused?(error: FaultsError): void;
}

/**
 * The reference data in force: that of its file as it is now, for as long as the lifecycle runs, or the example that
 * comes with the project.
 *
 * @param onChange told of each new one
 */
export async function centerInForce(
  { environment, lifecycle, log }: RoleContext,
  onChange: (center: ContactCenter) => void = () => {},
  news: CenterNews = {},
): Promise<() => ContactCenter> {
  const path = contactCenterFile(environment);
  let center = loadContactCenter(path);
  if (path !== undefined) {
    await lifecycle.start(
      async () =>
        watchContactCenter({
          path,
          signals: process,
          log,
          onChange(next) {
            center = next;
            onChange(next);
            news.onTaken?.();
          },
          onRefused: (error) => news.onRefused?.(error),
        }),
      async (watch) => watch.close(),
    );
  }
  return () => center;
}
