import type { RoleContext } from '../lib/role.ts';
import { type ContactCenter, loadContactCenter } from './contact-center.ts';
import { watchContactCenter } from './watch.ts';

/**
 * The reference data in force: that of CONTACT_CENTER_CONFIG as it is now, for as long as the lifecycle runs, or
 * the example that comes with the project.
 *
 * @param onChange told of each new one
 */
export async function centerInForce(
  { environment, lifecycle, log }: RoleContext,
  onChange: (center: ContactCenter) => void = () => {},
): Promise<() => ContactCenter> {
  const path = environment.CONTACT_CENTER_CONFIG;
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
          },
        }),
      async (watch) => watch.close(),
    );
  }
  return () => center;
}
