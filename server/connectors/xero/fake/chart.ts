import type { FakeStore } from '../../fake.ts';
import { Exact, exactNumber } from './exact-json.ts';

export type AccountClass = 'ASSET' | 'EQUITY' | 'EXPENSE' | 'LIABILITY' | 'REVENUE';

export interface Account {
  code: string;
  name: string;
  type: string;
  class: AccountClass;
  taxType: string;
  systemAccount?: 'DEBTORS' | 'CREDITORS' | 'ROUNDING';
  status: 'ACTIVE' | 'ARCHIVED';
}

export interface TaxRate {
  taxType: string;
  name: string;
  components: { name: string; percent: string }[];
  /** Where the rate may stand: output rates on income, input rates on costs, rates of zero anywhere. */
  use: 'sales' | 'purchases' | 'any';
}

export interface Chart {
  accounts(): Promise<Account[]>;
  account(code: string): Promise<Account | undefined>;
  setStatus(code: string, status: Account['status']): Promise<void>;
}

/** The chart of accounts; only what was archived is kept in the store. */
export function chartOfAccounts(store: FakeStore): Chart {
  const withStatus = async (account: Omit<Account, 'status'>): Promise<Account> => ({
    ...account,
    status: (await store.get('account', account.code)) === 'ARCHIVED' ? 'ARCHIVED' : 'ACTIVE',
  });
  return {
    accounts: () => Promise.all(accounts.map(withStatus)),
    account: async (code) => {
      const found = accounts.find((account) => account.code === code);
      return found && withStatus(found);
    },
    setStatus: (code, status) => store.put('account', code, status),
  };
}

export function taxRate(taxType: string): TaxRate | undefined {
  return taxRates.find((rate) => rate.taxType === taxType);
}

export function percentOf(rate: TaxRate): string {
  return rate.components.reduce((sum, part) => sum.plus(part.percent), new Exact(0)).toFixed();
}

export function canApply(rate: TaxRate, to: AccountClass): boolean {
  if (rate.use === 'any') return true;
  if (to === 'REVENUE') return rate.use === 'sales';
  if (to === 'EXPENSE') return rate.use === 'purchases';
  return true;
}

/** System accounts other than rounding, and bank accounts, cannot stand on an invoice line. */
export function canStandOnInvoice(account: Account): boolean {
  return account.type !== 'BANK' && (!account.systemAccount || account.systemAccount === 'ROUNDING');
}

const account = (
  code: string,
  name: string,
  type: string,
  accountClass: AccountClass,
  taxType: string,
  systemAccount?: Account['systemAccount'],
): Omit<Account, 'status'> => ({ code, name, type, class: accountClass, taxType, systemAccount });

const accounts = [
  account('090', 'Business current account', 'BANK', 'ASSET', 'NONE'),
  account('200', 'Sales', 'REVENUE', 'REVENUE', 'TAX001'),
  account('210', 'Sales, reduced rate', 'REVENUE', 'REVENUE', 'TAX002'),
  account('220', 'Sales, other EU countries', 'REVENUE', 'REVENUE', 'TAX003'),
  account('230', 'Sales, overseas', 'REVENUE', 'REVENUE', 'ZERORATED'),
  account('260', 'Other revenue', 'REVENUE', 'REVENUE', 'TAX001'),
  account('270', 'Interest income', 'OTHERINCOME', 'REVENUE', 'NONE'),
  account('310', 'Cost of goods sold', 'DIRECTCOSTS', 'EXPENSE', 'INPUT'),
  account('400', 'Advertising', 'OVERHEADS', 'EXPENSE', 'INPUT'),
  account('404', 'Bank and payment fees', 'OVERHEADS', 'EXPENSE', 'NONE'),
  account('420', 'Entertainment', 'OVERHEADS', 'EXPENSE', 'INPUT'),
  account('425', 'Freight and courier', 'OVERHEADS', 'EXPENSE', 'INPUT'),
  account('460', 'Shipping income', 'REVENUE', 'REVENUE', 'TAX001'),
  account('470', 'Tips received', 'REVENUE', 'REVENUE', 'NONE'),
  account('610', 'Accounts receivable', 'CURRENT', 'ASSET', 'NONE', 'DEBTORS'),
  account('800', 'Accounts payable', 'CURRLIAB', 'LIABILITY', 'NONE', 'CREDITORS'),
  account('820', 'Sales tax', 'CURRLIAB', 'LIABILITY', 'NONE'),
  account('825', 'Gift card liability', 'CURRLIAB', 'LIABILITY', 'NONE'),
  account('860', 'Rounding', 'CURRLIAB', 'LIABILITY', 'NONE', 'ROUNDING'),
];

const rate = (
  taxType: string,
  name: string,
  use: TaxRate['use'],
  ...components: [name: string, percent: string][]
): TaxRate => ({ taxType, name, use, components: components.map(([part, percent]) => ({ name: part, percent })) });

export const taxRates: TaxRate[] = [
  rate('OUTPUT', 'Sales tax 15%', 'sales', ['Tax', '15']),
  rate('OUTPUT2', '20% VAT on income (UK)', 'sales', ['VAT', '20']),
  rate('INPUT', 'Tax on purchases 15%', 'purchases', ['Tax', '15']),
  rate('INPUT2', '20% VAT on expenses (UK)', 'purchases', ['VAT', '20']),
  rate('ZERORATED', 'Zero rated income', 'any', ['Tax', '0']),
  rate('EXEMPTOUTPUT', 'Exempt income', 'any', ['Tax', '0']),
  rate('NONE', 'Tax exempt', 'any', ['Tax', '0']),
  rate('TAX001', 'DE MwSt 19%', 'sales', ['MwSt', '19']),
  rate('TAX002', 'DE MwSt 7%', 'sales', ['MwSt', '7']),
  rate('TAX003', 'NL BTW 21%', 'sales', ['BTW', '21']),
  rate('TAX004', 'NL BTW 9%', 'sales', ['BTW', '9']),
  rate('TAX005', 'FR TVA 20%', 'sales', ['TVA', '20']),
  rate('TAX006', 'AT USt 20%', 'sales', ['USt', '20']),
  rate('TAX007', 'US state sales tax 6%', 'sales', ['State', '6']),
  rate('TAX008', 'US state 6% and county 2.5%', 'sales', ['State', '6'], ['County', '2.5']),
  rate('TAX009', 'Texas, Travis County 8.25%', 'sales', ['State', '6.25'], ['County', '2']),
];

export const currencies = [
  { code: 'EUR', name: 'Euro' },
  { code: 'USD', name: 'United States Dollar' },
  { code: 'GBP', name: 'British Pound' },
];

/** How many of each currency buy one euro. The vendor asks XE.com for the day's rate; the fake's day never ends. */
export const currencyRates: Record<string, string> = { EUR: '1.000000', USD: '1.085000', GBP: '0.852000' };

export function presentAccount(of: Account) {
  return {
    AccountID: stableId('acc0', of.code),
    Code: of.code,
    Name: of.name,
    Status: of.status,
    Type: of.type,
    TaxType: of.taxType,
    Class: of.class,
    SystemAccount: of.systemAccount ?? '',
    EnablePaymentsToAccount: of.type === 'BANK',
    ShowInExpenseClaims: of.class === 'EXPENSE',
    ...(of.type === 'BANK'
      ? { BankAccountNumber: 'DE02120300000000202051', BankAccountType: 'BANK', CurrencyCode: 'EUR' }
      : {}),
    HasAttachments: false,
    AddToWatchlist: false,
    UpdatedDateUTC: '/Date(1735689600000+0000)/',
  };
}

export function presentTaxRate(of: TaxRate) {
  return {
    Name: of.name,
    TaxType: of.taxType,
    ReportTaxType: of.use === 'purchases' ? 'INPUT' : of.use === 'sales' ? 'OUTPUT' : 'NONE',
    CanApplyToAssets: true,
    CanApplyToEquity: true,
    CanApplyToExpenses: canApply(of, 'EXPENSE'),
    CanApplyToLiabilities: true,
    CanApplyToRevenue: canApply(of, 'REVENUE'),
    DisplayTaxRate: exactNumber(percentOf(of), 4),
    EffectiveRate: exactNumber(percentOf(of), 4),
    Status: 'ACTIVE',
    TaxComponents: of.components.map((part) => ({
      Name: part.name,
      Rate: exactNumber(part.percent, 4),
      IsCompound: false,
      IsNonRecoverable: false,
    })),
  };
}

function stableId(family: string, code: string): string {
  return `00000000-0000-4000-8000-${family}${code.padStart(8, '0')}`;
}
