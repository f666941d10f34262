import { mergeConfig } from 'vitest/config';
import real from '../real/vitest.config.ts';

/** The tests on real servers, on those of containers, and Grafana: `npm run test:containers`. */
export default mergeConfig(real, {
  test: { include: ['test/containers/**/*.test.ts'], globalSetup: ['test/containers/servers.ts'] },
});
