import pino from 'pino';

export type Log = (level: 'info' | 'warn' | 'error', words: string, facts?: Record<string, unknown>) => void;

/** One JSON line per event. Paths that could hold a secret are struck out whatever is passed. */
export function createLog(level: string, name: string): Log {
  const logger = pino({
    name,
    level,
    redact: {
      paths: [
        'secrets',
        '*.secrets',
        'password',
        '*.password',
        'authorization',
        '*.authorization',
        '*.headers.authorization',
      ],
      censor: '[secret]',
    },
  });
  return (severity, words, facts = {}) => logger[severity](facts, words);
}
