import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, openApp } from '../testing/app.ts';
import { answerOf, procedures } from '../testing/procedures.ts';
import { may, permissions, roles } from './permissions.ts';

let app: App;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

describe('every procedure', () => {
  it('states a permission from the list', () => {
    expect(procedures.filter(({ permission }) => !(permissions as readonly unknown[]).includes(permission))).toEqual(
      [],
    );
  });

  it('that changes something needs more than to read', () => {
    const open = procedures.filter(({ type, permission }) => type === 'mutation' && permission?.endsWith('.read'));
    expect(open).toEqual([]);
  });

  it('needs the permission that it should', () => {
    const needed = Object.groupBy(procedures, ({ permission }) => permission ?? 'none');
    expect(Object.fromEntries(Object.entries(needed).map(([one, of]) => [one, of?.map(({ path }) => path)]))).toEqual({
      'workspace.read': ['workspace.get', 'catalog.get', 'estimate.card'],
      'flow.read': [
        ...['flows.list', 'flows.get', 'flows.versions', 'flows.version', 'flows.samples'],
        ...['maps.list', 'maps.version', 'maps.impact', 'maps.drift', 'maps.drifts', 'schedules.of'],
      ],
      'flow.edit': [
        ...['flows.create', 'flows.save', 'flows.remove'],
        ...['maps.acceptDrift', 'maps.create', 'maps.save', 'maps.rename', 'maps.remove'],
      ],
      'flow.publish': ['flows.publish'],
      'flow.run': ['flows.rehearse', 'schedules.pause', 'schedules.resume', 'schedules.run'],
      'connection.read': ['connections.list', 'connections.options'],
      'connection.edit': [
        ...['connections.create', 'connections.update', 'connections.setLimits', 'connections.test'],
        'connections.remove',
      ],
      'run.read': [
        'connections.waits',
        ...['runs.list', 'runs.get', 'runs.message', 'runs.watch', 'parked.list'],
        ...['parked.count', 'measures.get', 'ledger.get', 'ledger.troubles', 'ledger.duplicates'],
      ],
      'run.repair': [
        'connections.release',
        'runs.cancel',
        'runs.cancelMessage',
        'runs.again',
        'parked.retry',
        'parked.discard',
      ],
      'sandbox.use': [
        ...['sandbox.samples', 'sandbox.place', 'sandbox.orders', 'sandbox.invoices'],
        ...['sandbox.failures', 'sandbox.setFailures'],
      ],
    });
  });

  it.each(roles)('is refused to the %s who was not granted it, and to nobody else', async (role) => {
    const refused: string[] = [];
    for (const { path } of procedures) if ((await answerOf(app.as({ role }), path)) === 'FORBIDDEN') refused.push(path);
    const wanted = procedures.filter(({ permission }) => !may(role, permission as (typeof permissions)[number]));
    expect(refused).toEqual(wanted.map(({ path }) => path));
  });
});

describe('roles', () => {
  it.each([
    ['viewer', ['flow.edit', 'flow.publish', 'flow.run', 'connection.edit', 'run.repair', 'sandbox.use']],
    ['operator', ['flow.edit', 'flow.publish', 'connection.edit']],
    ['editor', ['connection.edit']],
    ['owner', []],
  ] as const)('the %s lacks %j', (role, lacks) => {
    expect(permissions.filter((permission) => !may(role, permission))).toEqual(lacks);
  });
});
