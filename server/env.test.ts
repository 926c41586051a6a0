import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { EnvironmentProblems, readEnvironment } from './env.ts';

describe('the environment', () => {
  it('needs nothing: a loopback address, port 3000 and .data are the defaults', () => {
    expect(readEnvironment({})).toEqual({
      port: 3000,
      portGiven: false,
      host: '127.0.0.1',
      dataDir: path.resolve('.data'),
      databaseUrl: undefined,
      publicUrl: undefined,
      key: undefined,
      logLevel: 'info',
    });
  });

  it('is read from its variables', () => {
    const environment = readEnvironment({
      PORT: '8080',
      HOST: '[::1]',
      WHEELWRIGHT_DATA: '/var/lib/wheelwright',
      DATABASE_URL: 'postgresql://me:secret@db.example:5432/flows?sslmode=require',
      PUBLIC_URL: 'https://Flows.Example.com/',
      WHEELWRIGHT_KEY: 'a key',
      LOG_LEVEL: 'warn',
    });
    expect(environment).toEqual({
      port: 8080,
      portGiven: true,
      host: '::1',
      dataDir: '/var/lib/wheelwright',
      databaseUrl: 'postgresql://me:secret@db.example:5432/flows?sslmode=require',
      publicUrl: 'https://flows.example.com',
      key: 'a key',
      logLevel: 'warn',
    });
  });

  it('takes a variable set to nothing as not set', () => {
    expect(readEnvironment({ PORT: '', PUBLIC_URL: ' ' })).toEqual(readEnvironment({}));
  });

  it.each([
    ['PORT', '0'],
    ['PORT', '70000'],
    ['PORT', '80a'],
    ['HOST', '0.0.0.0'],
    ['HOST', '192.168.1.4'],
    ['HOST', '127.0.0.1.example.com'],
    ['DATABASE_URL', 'mysql://root@localhost/flows'],
    ['DATABASE_URL', 'localhost'],
    ['PUBLIC_URL', 'flows.example.com'],
    ['PUBLIC_URL', 'https://example.com/flows'],
    ['PUBLIC_URL', 'ftp://example.com'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s by name', (name, value) => {
    expect(() => readEnvironment({ [name]: value })).toThrow(new RegExp(`- ${name} is `));
  });

  it('tells all problems at once, and never a password', () => {
    const read = () => readEnvironment({ PORT: 'x', HOST: '0.0.0.0', DATABASE_URL: 'mysql://root:hunter2@localhost/' });
    expect(read).toThrow(EnvironmentProblems);
    try {
      read();
    } catch (error) {
      expect((error as EnvironmentProblems).problems).toHaveLength(3);
      expect(String(error)).not.toContain('hunter2');
    }
  });
});
