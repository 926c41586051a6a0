/** A sample order in a few lines; `build-order.ts` makes the vendor's full document of it. Amounts are decimal strings. */
export interface SampleOrder {
  key: string;
  title: string;
  /** One line: what is worth seeing in it. */
  note: string;
  /** Absent: a guest. */
  customer?: SampleCustomer;
  /** Where it goes; absent for what is not shipped. */
  shipTo?: SampleAddress;
  lines: SampleLine[];
  discounts?: SampleDiscount[];
  shipping?: SampleShipping;
  tip?: string;
  /** True: prices hold their tax. */
  taxesIncluded?: boolean;
  /** What the buyer saw and paid, when it was not the shop's currency: units of it for one euro. */
  presentment?: { currency: string; rate: string };
  financialStatus?: 'paid' | 'pending';
  gateway?: string;
  poNumber?: string;
  orderNote?: string;
  noteAttributes?: { name: string; value: string }[];
  tags?: string;
}

export interface SampleCustomer {
  id: number;
  firstName: string;
  lastName: string;
  email: string;
  phone?: string;
}

export interface SampleAddress {
  name: string;
  company?: string;
  address1: string;
  zip: string;
  city: string;
  province?: { name: string; code: string };
  country: { name: string; code: string };
}

export interface SampleLine {
  title: string;
  variant?: string;
  sku: string | null;
  vendor: string;
  price: string;
  quantity: number;
  grams: number;
  taxes: SampleTax[];
  giftCard?: boolean;
}

/** `rate` as a fraction: 0.19. */
export interface SampleTax {
  title: string;
  rate: string;
}

export interface SampleDiscount {
  code: string;
  kind: 'percentage' | 'fixed_amount';
  /** Percent, or an amount to be spread. */
  value: string;
  on: 'lines' | 'shipping';
}

export interface SampleShipping {
  title: string;
  code: string;
  price: string;
  taxes: SampleTax[];
}

export const mwst: SampleTax = { title: 'MwSt', rate: '0.19' };
export const mwstReduced: SampleTax = { title: 'MwSt', rate: '0.07' };
export const btw: SampleTax = { title: 'BTW', rate: '0.21' };

export const germany = { name: 'Germany', code: 'DE' };
export const netherlands = { name: 'Netherlands', code: 'NL' };
