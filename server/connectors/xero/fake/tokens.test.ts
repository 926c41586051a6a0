import { describe, expect, it } from 'vitest';
import { app, openXero } from './open-xero.ts';

const minutes = 60_000;
const organisation = '/api.xro/2.0/Organisation';

async function withConsent() {
  const xero = await openXero();
  const first = (await xero.call('POST', '/_control/consent')).body;
  const refresh = (token: string) =>
    xero.call(
      'POST',
      '/connect/token',
      new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token }).toString(),
      {
        authorization: `Basic ${Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
    );
  return { xero, first, refresh };
}

function grant(fields: Record<string, string>) {
  const form = new URLSearchParams({ client_id: app.clientId, client_secret: app.clientSecret, ...fields });
  return [form.toString(), { 'content-type': 'application/x-www-form-urlencoded' }] as const;
}

describe('access tokens', () => {
  it('last thirty minutes', async () => {
    const xero = await openXero();
    xero.deps.clock.at += 30 * minutes - 1;
    expect((await xero.call('GET', organisation)).status).toBe(200);
    xero.deps.clock.at += 1;
    const late = await xero.call('GET', organisation);
    expect([late.status, late.body.Detail]).toEqual([401, 'TokenExpired: the access token has expired.']);
  });

  it('of a custom connection need no tenant, those of a user do', async () => {
    const { xero, first } = await withConsent();
    const authorization = `Bearer ${first.access_token}`;
    expect((await xero.call('GET', organisation)).status).toBe(200);
    expect((await xero.call('GET', organisation, undefined, { authorization })).status).toBe(403);
    const connections = await xero.call('GET', '/connections', undefined, { authorization });
    const tenant = connections.body[0].tenantId;
    expect((await xero.call('GET', organisation, undefined, { authorization, 'xero-tenant-id': tenant })).status).toBe(
      200,
    );
  });

  it('reach only what their scope names', async () => {
    const xero = await openXero();
    const { body } = await xero.call(
      'POST',
      '/connect/token',
      ...grant({ grant_type: 'client_credentials', scope: 'accounting.settings.read' }),
    );
    const authorization = `Bearer ${body.access_token}`;
    expect((await xero.call('GET', organisation, undefined, { authorization })).status).toBe(200);
    expect((await xero.call('GET', '/api.xro/2.0/Invoices', undefined, { authorization })).status).toBe(403);
  });

  it.each([
    [{ grant_type: 'client_credentials', client_secret: 'wrong' }, 401, 'invalid_client'],
    [{ grant_type: 'client_credentials', scope: 'accounting.transactions' }, 400, 'invalid_scope'],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [{ grant_type: 'refresh_token', refresh_token: 'nobody' }, 400, 'invalid_grant'],
  ])('are not given for %o', async (fields, status, error) => {
    const answer = await (await openXero()).call(
      'POST',
      '/connect/token',
      ...grant(fields as unknown as Record<string, string>),
    );
    expect([answer.status, answer.body]).toEqual([status, { error }]);
  });
});

describe('refresh tokens', () => {
  it('are replaced by every use', async () => {
    const { first, refresh } = await withConsent();
    const { body } = await refresh(first.refresh_token);
    expect(body).toMatchObject({ expires_in: 1800, token_type: 'Bearer' });
    expect(body.refresh_token).not.toBe(first.refresh_token);
  });

  it('can be used again for thirty minutes after their first use, then never', async () => {
    const { xero, first, refresh } = await withConsent();
    await refresh(first.refresh_token);
    xero.deps.clock.at += 20 * minutes;
    expect((await refresh(first.refresh_token)).status).toBe(200);
    xero.deps.clock.at += 10 * minutes;
    expect((await refresh(first.refresh_token)).body).toEqual({ error: 'invalid_grant' });
  });

  it('die after sixty days without use', async () => {
    const { xero, first, refresh } = await withConsent();
    xero.deps.clock.at += 60 * 24 * 60 * minutes;
    expect((await refresh(first.refresh_token)).body).toEqual({ error: 'invalid_grant' });
  });
});
