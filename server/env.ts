import path from 'node:path';
import { z } from 'zod';

/** The environment, parsed once by each of the two processes. */
export type Environment = {
  port: number;
  /** Whether PORT was set. */
  portGiven: boolean;
  /** A loopback address or name. */
  host: string;
  /** Absolute; it need not exist yet. */
  dataDir: string;
  /** A Postgres of one's own in place of the embedded one. */
  databaseUrl?: string;
  /** The origin at which people reach the app when it is not the address it listens on; no slash at the end. */
  publicUrl?: string;
  /** Seals the secrets in place of the key file; vault.ts knows its form. */
  key?: string;
  logLevel: LogLevel;
};

export type LogLevel = (typeof LOG_LEVELS)[number];

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** The environment asks for something that cannot be; the message lists every problem. */
export class EnvironmentProblems extends Error {
  override name = 'EnvironmentProblems';
  readonly problems: string[];

  constructor(problems: string[]) {
    super(['The environment cannot be used as it is:', ...problems.map((problem) => `- ${problem}`)].join('\n'));
    this.problems = problems;
  }
}

/** @throws EnvironmentProblems with all problems at once; a variable set to nothing counts as not set */
export function readEnvironment(source: Record<string, string | undefined> = process.env): Environment {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()));
  const parsed = variables.safeParse(given);
  if (!parsed.success) throw new EnvironmentProblems(parsed.error.issues.map((issue) => issue.message));
  const { PORT, HOST, WHEELWRIGHT_DATA, DATABASE_URL, PUBLIC_URL, WHEELWRIGHT_KEY, LOG_LEVEL } = parsed.data;
  return {
    port: PORT ?? 3000,
    portGiven: PORT !== undefined,
    host: HOST,
    dataDir: path.resolve(WHEELWRIGHT_DATA),
    databaseUrl: DATABASE_URL,
    publicUrl: PUBLIC_URL,
    key: WHEELWRIGHT_KEY,
    logLevel: LOG_LEVEL,
  };
}

/** The messages never repeat a value that may hold a password or a key. */
const variables = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, { error: (issue) => notAPort(issue.input) })
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65535, { error: (issue) => notAPort(issue.input) })
    .optional(),
  HOST: z
    .string()
    .refine((host) => /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/.test(host), {
      error: (issue) =>
        `HOST is ${issue.input}, an address that others can reach, and sign-in is not configured, so anybody could change ` +
        'every flow. Leave HOST out (127.0.0.1) and reach the app through an SSH tunnel or a proxy that signs people in.',
    })
    .transform((host) => host.replace(/^\[(.*)\]$/, '$1'))
    .default('127.0.0.1'),
  WHEELWRIGHT_DATA: z.string().default('.data'),
  DATABASE_URL: z
    .string()
    .refine((text) => /^postgres(ql)?:$/.test(protocolOf(text) ?? ''), {
      error: 'DATABASE_URL is not a Postgres address. It looks like postgres://user:password@host:5432/database',
    })
    .optional(),
  PUBLIC_URL: z
    .string()
    .refine(isOrigin, {
      error: (issue) =>
        `PUBLIC_URL is ${issue.input}. Give the address people type, without a path, such as https://flows.example.com`,
    })
    .transform((text) => new URL(text).origin)
    .optional(),
  WHEELWRIGHT_KEY: z.string().optional(),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: (issue) => `LOG_LEVEL is ${issue.input}. It is one of ${LOG_LEVELS.join(', ')}.` })
    .default('info'),
});

function notAPort(input: unknown): string {
  return `PORT is ${input}. It is a whole number from 1 to 65535, such as 3000.`;
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const bare = url.pathname === '/' && !url.search && !url.hash && !url.username;
  return bare && /^https?:$/.test(url.protocol);
}

function protocolOf(text: string): string | undefined {
  return URL.canParse(text) ? new URL(text).protocol : undefined;
}
