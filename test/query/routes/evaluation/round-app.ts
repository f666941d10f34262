import { Registry } from 'prom-client';
import { createAuthenticate } from '../../../../services/access/authenticate.ts';
import { hashOf } from '../../../../services/access/key.ts';
import type { Principal } from '../../../../services/access/principal.ts';
import { parseContactCenter } from '../../../../services/center/contact-center.ts';
import { createRoundKeeper, type RoundKeeper } from '../../../../services/evaluation/rounds/keeper.ts';
import type { ClickHouse } from '../../../../services/lib/clickhouse/client.ts';
import { createLog } from '../../../../services/lib/log.ts';
import { createQueryApp } from '../../../../services/query/app.ts';
import { startQueryApp } from '../../support/query-app.ts';

export interface Answer<Body> {
  status: number;
  body: Body;
  text: string;
}

type Method = 'GET' | 'POST' | 'PUT';

/** The query service with and without keys on one database, with a clock and a configuration that can be moved. */
export interface RoundApp {
  clickhouse: ClickHouse;
  keeper: RoundKeeper;
  /** UTC ms. */
  setNow(at: number): void;
  configure(yaml: string): void;
  /** Without keys. */
  ask<Body>(method: Method, url: string, payload?: object): Promise<Answer<Body>>;
  /** With the key of somebody. */
  askAs<Body>(name: string, method: Method, url: string, payload?: object): Promise<Answer<Body>>;
  stop(): Promise<void>;
}

export async function startRoundApp(
  begin: number,
  yaml: string,
  people: readonly Principal[],
): Promise<RoundApp> {
  let now = begin;
  let center = parseContactCenter(yaml, 'test.yaml');
  const base = await startQueryApp(begin);
  const { clickhouse } = base;
  const log = createLog({ level: 'silent' });
  const round = { clickhouse, center: () => center, now: () => now };
  const deps = { ...round, metrics: new Registry(), checks: {}, log };
  const principals = new Map(people.map((one) => [hashOf(`lw_${one.name}`), one]));
  const open = await createQueryApp(deps);
  const keyed = await createQueryApp({
    ...deps,
    authenticate: createAuthenticate({ principals, tokens: null }),
  });
  const keeper = createRoundKeeper({ ...round, log });

  async function inject(app: typeof open, method: Method, url: string, payload?: object, name?: string) {
    const { statusCode, body } = await app.inject({
      method,
      url: `/api/v1/rounds${url}`,
      ...(payload === undefined ? {} : { payload }),
      ...(name === undefined ? {} : { headers: { authorization: `Bearer lw_${name}` } }),
    });
    return { status: statusCode, body: JSON.parse(body) as never, text: body };
  }

  return {
    clickhouse,
    keeper,
    setNow(at) {
      now = at;
    },
    configure(next) {
      center = parseContactCenter(next, 'test.yaml');
    },
    ask: (method, url, payload) => inject(open, method, url, payload),
    askAs: (name, method, url, payload) => inject(keyed, method, url, payload, name),
    async stop() {
      await keeper.close();
      await Promise.all([open.close(), keyed.close()]);
      await base.stop();
    },
  };
}
