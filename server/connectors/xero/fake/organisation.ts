import { currencies } from './chart.ts';

export interface Organisation {
  organisationId: string;
  tenantId: string;
  name: string;
  baseCurrency: string;
  countryCode: string;
  /** The vendor's own name of the zone, without spaces: `WEUROPESTANDARDTIME`. */
  timezone: string;
  /** The same zone as everybody else calls it. */
  ianaTimezone: string;
}

export const sandboxOrganisation: Organisation = {
  organisationId: '6f0b3c1e-52a7-4c1d-9f0e-1d2b7a90c001',
  tenantId: '6f0b3c1e-52a7-4c1d-9f0e-1d2b7a90c002',
  name: 'Wheelwright Sandbox GmbH',
  baseCurrency: 'EUR',
  countryCode: 'DE',
  timezone: 'WEUROPESTANDARDTIME',
  ianaTimezone: 'Europe/Berlin',
};

export function presentOrganisation(of: Organisation) {
  return {
    OrganisationID: of.organisationId,
    Name: of.name,
    LegalName: of.name,
    PaysTax: true,
    Version: 'GLOBAL',
    OrganisationType: 'COMPANY',
    OrganisationEntityType: 'COMPANY',
    BaseCurrency: of.baseCurrency,
    CountryCode: of.countryCode,
    IsDemoCompany: true,
    OrganisationStatus: 'ACTIVE',
    FinancialYearEndDay: 31,
    FinancialYearEndMonth: 12,
    SalesTaxBasis: 'ACCRUALS',
    SalesTaxPeriod: 'MONTHLY',
    DefaultSalesTax: 'Tax Exclusive',
    DefaultPurchasesTax: 'Tax Exclusive',
    CreatedDateUTC: '/Date(1735689600000)/',
    Timezone: of.timezone,
    ShortCode: '!wHeEl',
    Edition: 'BUSINESS',
    Class: 'DEMO',
    Addresses: [],
    Phones: [],
    ExternalLinks: [],
    PaymentTerms: {},
  };
}

export function presentConnection(of: Organisation) {
  return {
    id: '6f0b3c1e-52a7-4c1d-9f0e-1d2b7a90c003',
    authEventId: '6f0b3c1e-52a7-4c1d-9f0e-1d2b7a90c004',
    tenantId: of.tenantId,
    tenantType: 'ORGANISATION',
    tenantName: of.name,
    createdDateUtc: '2025-01-01T00:00:00.0000000',
    updatedDateUtc: '2025-01-01T00:00:00.0000000',
  };
}

export function presentCurrencies() {
  return currencies.map(({ code, name }) => ({ Code: code, Description: name }));
}
