/**
 * What shops, ledgers and shippers call the same thing; the first of each line is what it means. Several words count as
 * one meaning wherever they stand together in a name: `billTotalPrice` is a bill and a total.
 */
const sameThing = [
  ['amount', 'value', 'sum'],
  ['address', 'addr'],
  ['address 1', 'street', 'address line 1', 'address line one', 'line 1', 'street 1'],
  ['address 2', 'address line 2', 'address line two', 'line 2', 'street 2'],
  ['barcode', 'ean', 'gtin', 'upc'],
  ['billing', 'invoicing', 'bill to'],
  ['birth date', 'date of birth', 'dob', 'birthday'],
  ['company', 'organisation', 'organization', 'company name', 'firm'],
  ['contact', 'customer', 'client', 'buyer', 'debtor'],
  ['country', 'country code', 'country iso', 'country name'],
  ['currency', 'currency code', 'currency iso', 'ccy'],
  ['description', 'desc', 'descr'],
  ['discount', 'rebate', 'reduction'],
  ['document number', 'invoice number', 'order number', 'bill number', 'receipt number', 'invoice no', 'order no'],
  ['due date', 'due at', 'due on', 'payment due', 'date due'],
  ['email', 'e mail', 'mail', 'emailaddress', 'email address', 'mail address'],
  ['first name', 'given name', 'firstname', 'forename'],
  ['id', 'identifier', 'key', 'uid', 'guid', 'uuid'],
  ['language', 'lang', 'locale'],
  ['last name', 'family name', 'lastname', 'surname'],
  ['line', 'line item', 'item', 'lineitem', 'order line', 'order item', 'invoice line', 'position', 'row', 'entry'],
  ['net total', 'subtotal', 'sub total', 'subtotal price'],
  ['note', 'comment', 'remark', 'memo'],
  ['number', 'no', 'num', 'nr'],
  ['phone', 'tel', 'telephone', 'phone number', 'mobile', 'telephone number'],
  ['postcode', 'zip', 'zipcode', 'zip code', 'postal code', 'post code', 'postalcode'],
  ['price', 'unit price', 'unit amount', 'unitprice', 'price each', 'price per unit', 'item price', 'rate per unit'],
  ['quantity', 'qty', 'pieces', 'unit count', 'quantity ordered'],
  ['reference', 'ref', 'your reference', 'po number', 'purchase order', 'purchase order number', 'po no'],
  ['region', 'province', 'state', 'county', 'province code', 'state code'],
  ['shipping', 'delivery', 'ship to', 'deliver to'],
  ['sku', 'item code', 'article number', 'article no', 'product code', 'part number', 'item number', 'stock code'],
  ['tax', 'vat', 'gst', 'mwst'],
  ['tax amount', 'tax total', 'total tax'],
  ['tax number', 'vat number', 'vat id', 'tax id', 'vat no'],
  ['tax rate', 'tax percent', 'tax percentage'],
  ['total', 'grand total', 'total price', 'total amount', 'amount total', 'order total', 'invoice total'],
  ['url', 'uri', 'link', 'href', 'web address'],
];

/** One may stand for the other, and how well, 0 to 1: a name of what comes in, then of what goes out. */
const standsFor: [from: string, to: string, weight: number][] = [
  ['title', 'description', 0.9],
  ['name', 'description', 0.8],
  ['product name', 'description', 0.9],
  ['title', 'name', 0.9],
  ['name', 'title', 0.9],
  ['company', 'name', 0.7],
  ['name', 'company', 0.6],
  ['processed at', 'date', 0.9],
  ['created at', 'date', 0.87],
  ['issued at', 'date', 0.95],
  ['ordered at', 'date', 0.9],
  ['order date', 'date', 0.95],
  ['invoice date', 'date', 0.95],
  ['date', 'created at', 0.8],
  ['name', 'document number', 0.6],
  ['number', 'document number', 0.8],
  ['document number', 'number', 0.8],
  ['id', 'document number', 0.5],
  ['document number', 'reference', 0.75],
  ['name', 'reference', 0.6],
  ['id', 'number', 0.75],
  ['number', 'id', 0.75],
  ['id', 'reference', 0.5],
  ['sku', 'id', 0.6],
  ['price', 'amount', 0.8],
  ['amount', 'price', 0.8],
  ['note', 'description', 0.6],
];

/** Words that say of what kind a value is rather than which one: beside others they count half. */
const kindOnly = new Set(['amount', 'code', 'date', 'id', 'name', 'number', 'at', 'on', 'of', 'order', 'invoice']);

/** `UnitAmount`, `unit_amount` and `unitAmounts` are unit, amount. A name without letters or digits is a word itself. */
export function wordsOf(name: string): string[] {
  const words = name
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{L})(\p{N})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  return words.length === 0 ? [name] : words.map(singular);
}

function singular(word: string): string {
  if (word.length < 4 || /(?:ss|us|is)$/.test(word)) return word;
  return word
    .replace(/ies$/, 'y')
    .replace(/(x|ch|sh)es$/, '$1')
    .replace(/s$/, '');
}

const phrases = new Map(sameThing.flatMap((names) => names.map((name) => [name, names[0]!] as const)));
for (const [from, to] of standsFor) for (const name of [from, to]) if (!phrases.has(name)) phrases.set(name, name);
const longest = 4;

/** What a name means, as the dictionary has it; words that it does not know mean themselves. */
export function meaningsOf(name: string): string[] {
  const words = wordsOf(name);
  const found: string[] = [];
  for (let at = 0; at < words.length; ) {
    let length = Math.min(longest, words.length - at);
    while (length > 1 && !phrases.has(words.slice(at, at + length).join(' '))) length--;
    const phrase = words.slice(at, at + length).join(' ');
    found.push(phrases.get(phrase) ?? phrase);
    at += length;
  }
  return [...new Set(found)];
}

/** The meanings of a field's own name, without what only repeats the name around it: `Contact.ContactNumber` is a number. */
export function ownMeanings(name: string, around: string[]): string[] {
  const found = meaningsOf(name);
  const from = found.findIndex((meaning) => !around.includes(meaning));
  return from <= 0 ? found : found.slice(from);
}

export const weightOf = (meaning: string): number => (kindOnly.has(meaning) ? 0.5 : 1);

const loose = new Map<string, Map<string, number>>();
for (const [from, to, weight] of standsFor) {
  const known = loose.get(to) ?? new Map<string, number>();
  loose.set(to, known.set(from, weight));
}

/** How well one meaning of a source stands for one of a target, 0 to 1. */
export const standsIn = (source: string, target: string): number =>
  source === target ? 1 : (loose.get(target)?.get(source) ?? 0);

/** Every meaning that can stand for this one. */
export const meaningsFor = (target: string): string[] => [target, ...(loose.get(target)?.keys() ?? [])];
