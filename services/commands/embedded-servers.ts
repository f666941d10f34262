import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type EmbeddedServers, startEmbedded } from '../../infra/embedded/start-embedded.ts';
import { TOPICS_WITH_SCHEMA } from '../../schemas/index.ts';
import type { Environment } from '../lib/config/environment.ts';
import { LinewatchError } from '../lib/errors.ts';
import { loopbackOf } from '../lib/loopback.ts';

const PARTITIONS = 6;
const PRIVATE = 0o700;

/** 0: any free one. */
interface Ports {
  kafkaPort: number;
  registryPort: number;
  clickhousePort: number;
}

/** Starts the embedded servers on a data folder, with all topics of Linewatch. Rejects as `startEmbedded` does. */
export async function startServers(
  environment: Environment,
  dataDir: string,
  ports: Ports,
): Promise<EmbeddedServers> {
  try {
    makeFolder(dataDir);
  } catch (cause) {
    throw new LinewatchError('DATA_DIR_UNUSABLE', `the data folder ${dataDir} cannot be used`, { cause });
  }
  return startEmbedded({
    host: loopbackOf(environment.HOST),
    dataDir,
    ...ports,
    topics: TOPICS_WITH_SCHEMA.map((name) => ({
      name,
      partitions: PARTITIONS,
    })),
    logLevel: environment.LOG_LEVEL ?? 'warn',
  });
}

/**
 * Makes a folder and those above it, and sees that it can be written. Node's own recursive call never returns
 * where a file system answers ENOENT to every attempt, as /proc does. Events are in it: nobody else is to read them.
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) {
    accessSync(folder, constants.W_OK);
  } else {
    makeFolder(path.dirname(folder));
    mkdirSync(folder, { mode: PRIVATE });
  }
}
