import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isViewerFresh } from '../../infra/build/viewer.js';
import { LinewatchError } from '../lib/errors.ts';
import type { Terminal } from '../lib/terminal.ts';

const BUILDER = fileURLToPath(new URL('../../infra/build/viewer.js', import.meta.url));

/**
 * Builds the viewer where it is not what its sources would give, in a process of its own: what builds it is large. Rejects
 * with `VIEWER_NOT_BUILT`; what is wrong with the sources has been printed then.
 */
export async function prepareViewer(terminal: Terminal): Promise<void> {
  if (isViewerFresh()) return;
  terminal.say('Building the viewer of the dashboards: it is not there yet, or its sources have changed');
  const [code] = await once(fork(BUILDER, [], { execArgv: [] }), 'exit');
  if (code !== 0) {
    throw new LinewatchError(
      'VIEWER_NOT_BUILT',
      'the viewer could not be built: npm ci installs what it needs',
    );
  }
}
