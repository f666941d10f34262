/**
 * Which room may import from which; `npm run check` holds it, `docs/architecture.md` draws it. A room stands on those
 * listed behind it and on nothing else of the project. What is missing here may be imported by nobody.
 */
const FOUNDATION = ['schemas', 'domain', 'lib'];
const QUESTIONS = [...FOUNDATION, 'metrics', 'center', 'access', 'audit'];

const ROOMS = {
  schemas: [],
  domain: ['schemas'],
  lib: ['schemas', 'domain'],
  // What can be asked, and who may ask it. The configuration names metrics: its rules are checked against the catalogue.
  metrics: FOUNDATION,
  center: [...FOUNDATION, 'metrics'],
  access: FOUNDATION,
  // Who did what, and saw which conversation: noted by whoever lets somebody do it.
  audit: [...FOUNDATION, 'access'],
  // Ways of answering that several roles share.
  live: QUESTIONS,
  rollups: QUESTIONS,
  sources: QUESTIONS,
  privacy: [...QUESTIONS, 'sources'],
  workforce: QUESTIONS,
  evaluation: QUESTIONS,
  // Roles: each a process of its own in production, none knows another.
  alerting: [...QUESTIONS, 'live', 'privacy'],
  'check-config': QUESTIONS,
  collector: [...QUESTIONS, 'privacy', 'sources'],
  'dead-letters': QUESTIONS,
  follow: [...QUESTIONS, 'privacy', 'sources'],
  import: [...QUESTIONS, 'privacy', 'sources'],
  ingest: [...QUESTIONS, 'live', 'privacy', 'rollups'],
  'make-key': QUESTIONS,
  migrate: QUESTIONS,
  query: [...QUESTIONS, 'live', 'privacy', 'rollups', 'workforce', 'evaluation'],
  simulator: QUESTIONS,
};

const pathOf = (room) => (room === 'schemas' ? '^schemas/' : `^services/${room}/`);

const rooms = Object.entries(ROOMS).map(([room, below]) => ({
  name: `room-${room}`,
  severity: 'error',
  comment: `${room} stands on ${below.join(', ') || 'nothing of ours'}`,
  from: { path: pathOf(room) },
  to: { path: '^(services|schemas|infra|dashboards|test|docs)/', pathNot: [room, ...below].map(pathOf) },
}));

/** What of ingest `verify` and `forget` may use: they recompute with the same stages, and read and write the same rows. */
const SHARED_WITH_VERIFY = [
  '^services/ingest/(options|pipeline|reference)\\.ts$',
  '^services/ingest/(stages|rows)/',
  '^services/ingest/tracker/(store|clickhouse-store|tracker)\\.ts$',
];

module.exports = {
  forbidden: [
    ...rooms,
    {
      name: 'room-verify',
      severity: 'error',
      comment: 'verify stands on what roles stand on, and on what of ingest it has to repeat',
      from: { path: '^services/verify/' },
      to: {
        path: '^(services|infra|dashboards|test|docs)/',
        pathNot: ['verify', 'live', 'privacy', 'rollups', ...QUESTIONS]
          .map(pathOf)
          .concat(SHARED_WITH_VERIFY),
      },
    },
    {
      name: 'room-forget',
      severity: 'error',
      comment: 'forget stands on what roles stand on, and on what of ingest it has to repeat',
      from: { path: '^services/forget/' },
      to: {
        path: '^(services|infra|dashboards|test|docs)/',
        pathNot: ['forget', 'privacy', 'rollups', ...QUESTIONS].map(pathOf).concat(SHARED_WITH_VERIFY),
      },
    },
    {
      name: 'main-alone-wires',
      severity: 'error',
      comment: 'roles are put together by the command line and by `start`; only these load what starts one',
      from: { path: '^services/', pathNot: '^services/(main\\.ts|commands/|start/)' },
      to: { path: '^services/(main\\.ts|commands/|start/|[^/]+/main\\.ts)' },
    },
    {
      name: 'servers-are-reached-by-the-network',
      severity: 'error',
      comment:
        'embedded servers share with the services what an error is, where the login stands, and which names are ours',
      from: { path: '^infra/embedded/' },
      to: {
        path: '^services/',
        pathNot: '^services/lib/(errors|embedded-login|http/this-machine)\\.ts$',
      },
    },
    {
      name: 'no-test-in-the-product',
      severity: 'error',
      from: { path: '^(services|schemas|infra|dashboards)/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-circle',
      severity: 'error',
      comment: 'of the viewer, whose files this tool cannot read, Biome sees to it',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Types are imports too: a room that knows another's types knows the room.
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
