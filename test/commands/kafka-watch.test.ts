import { describe, expect, it } from 'vitest';
import { watchKafka } from '../../services/commands/kafka-watch.ts';
import { withServers } from '../../services/commands/with-servers.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { freePorts } from '../support/ports.ts';
import { runLinewatch, temporaryFolder } from '../support/product.ts';

const LINE = 'Kafka does not answer at kafka:9092, waiting';

/** What is said, and when (s), where Kafka answers in each of these seconds or not. */
async function saidIn(answers: readonly boolean[]): Promise<string[]> {
  const said: string[] = [];
  const over = new AbortController();
  let now = 0;
  await watchKafka({
    ask: async () => {
      if (!answers[now / 1_000]) throw new Error('away');
    },
    brokers: ['kafka:9092'],
    terminal: { say: (line) => said.push(`${now / 1_000} ${line}`) },
    signal: over.signal,
    clock: {
      now: () => now,
      async sleep(ms) {
        now += ms;
        if (now / 1_000 >= answers.length) over.abort();
      },
    },
  });
  return said;
}

const seconds = (count: number, answers: boolean) => Array<boolean>(count).fill(answers);

describe('a command that waits for Kafka', () => {
  it('says so after a few seconds, once, and that it goes on', async () => {
    expect(await saidIn([...seconds(20, false), ...seconds(10, true)])).toEqual([
      `3 ${LINE}`,
      '20 Kafka answers',
    ]);
  });

  it('says nothing while Kafka answers, or is away for a moment', async () => {
    expect(await saidIn(seconds(30, true))).toEqual([]);
    expect(await saidIn([...seconds(2, false), ...seconds(20, true)])).toEqual([]);
  });

  it('says so anew of a later outage', async () => {
    const twice = [...seconds(5, false), ...seconds(5, true), ...seconds(5, false)];
    expect(await saidIn(twice)).toEqual([`3 ${LINE}`, '5 Kafka answers', `13 ${LINE}`]);
  });
});

it('servers that the environment names are watched while a command runs against them', async () => {
  const [port] = await freePorts(1);
  const environment = readEnvironment({ KAFKA_BROKERS: `127.0.0.1:${port}` });
  const said: string[] = [];
  let hear = () => {};
  const heard = new Promise<void>((resolve) => {
    hear = resolve;
  });
  const terminal = {
    say(line: string) {
      said.push(line);
      hear();
    },
    progress() {},
  };
  expect(await withServers(environment, { terminal }, () => heard.then(() => 7))).toBe(7);
  expect(said).toEqual([`Kafka does not answer at 127.0.0.1:${port}, waiting`]);
});

it('a file of reference data that is not there is one line on stderr', async () => {
  const folder = await temporaryFolder();
  const environment = { DATA_DIR: folder.path, CONTACT_CENTER_CONFIG: '/nowhere.yaml' };
  const { code, output } = await runLinewatch(['check-config'], environment);
  await folder.remove();
  expect(code).toBe(1);
  expect(output).toBe('the configuration of the contact center, /nowhere.yaml, cannot be read: ENOENT\n');
});
