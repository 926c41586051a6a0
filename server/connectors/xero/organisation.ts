import { isObject, type Json, type JsonObject } from '#flow/json.ts';
import { exactOf } from '#flow/mapping/exact.ts';
import type { ConnectionContext } from '../contract.ts';
import { readXero } from './call.ts';
import { ianaZones } from './zones.ts';

/** Reads cost, so what an organisation says of itself is kept for this long. */
const tenMinutes = 600;
const oneDay = 86_400;

/** `rate` is a percentage as decimal text: `19`. */
export type TaxRate = { taxType: string; name: string; rate: string };
export type Account = { code: string; name: string; taxType: string; system: string };
export type Organisation = { name: string; currency: string; zone: string };

export async function readOrganisation(ctx: ConnectionContext): Promise<Organisation> {
  const [found] = listIn(await readXero(ctx, '/api.xro/2.0/Organisation'), 'Organisations');
  const timezone = textIn(found, 'Timezone').toUpperCase();
  const zone = ianaZones[timezone];
  if (!zone) ctx.log('warn', `Xero names the time zone ${timezone || '(none)'}, which is not known here; UTC is used.`);
  return { name: textIn(found, 'Name'), currency: textIn(found, 'BaseCurrency'), zone: zone ?? 'Etc/UTC' };
}

/** IANA zone of the organisation, such as `Europe/Berlin`: dates of invoices are days there. */
export async function organisationZone(ctx: ConnectionContext): Promise<string> {
  return (await ctx.cached<Organisation>('organisation', oneDay, () => readOrganisation(ctx))).zone;
}

export function accounts(ctx: ConnectionContext): Promise<Account[]> {
  return ctx.cached<Account[]>('accounts', tenMinutes, async () =>
    listIn(await readXero(ctx, '/api.xro/2.0/Accounts'), 'Accounts')
      .filter((account) => textIn(account, 'Status') === 'ACTIVE' && textIn(account, 'Code') !== '')
      .map((account) => ({
        code: textIn(account, 'Code'),
        name: textIn(account, 'Name'),
        taxType: textIn(account, 'TaxType'),
        system: textIn(account, 'SystemAccount') || (textIn(account, 'Type') === 'BANK' ? 'BANK' : ''),
      })),
  );
}

export function taxRates(ctx: ConnectionContext): Promise<TaxRate[]> {
  return ctx.cached<TaxRate[]>('tax-rates', tenMinutes, async () =>
    listIn(await readXero(ctx, '/api.xro/2.0/TaxRates'), 'TaxRates')
      .filter((rate) => textIn(rate, 'Status') === 'ACTIVE')
      .map((rate) => ({
        taxType: textIn(rate, 'TaxType'),
        name: textIn(rate, 'Name'),
        rate: exactOf(rate.EffectiveRate ?? 0)?.toFixed() ?? '0',
      })),
  );
}

/** For the form: accounts that can stand on an invoice line. */
export async function accountOptions(ctx: ConnectionContext) {
  const all = await accounts(ctx);
  return all.filter(({ system }) => system === '').map(({ code, name }) => ({ value: code, label: `${code} ${name}` }));
}

export async function taxRateOptions(ctx: ConnectionContext) {
  return (await taxRates(ctx)).map(({ taxType, name, rate }) => ({ value: taxType, label: `${name} (${rate} %)` }));
}

/** The objects of a list in an answer; absent is empty. */
export function listIn(body: JsonObject, name: string): JsonObject[] {
  const list = body[name];
  return Array.isArray(list) ? list.filter((item): item is JsonObject => isObject(item)) : [];
}

/** A text field, empty when absent. */
export function textIn(from: Json | undefined, name: string): string {
  const value = isObject(from) ? from[name] : undefined;
  return typeof value === 'string' ? value : '';
}
