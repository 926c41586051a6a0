import { describe, expect, it } from 'vitest';
import { addressOfFilters, filtersFromAddress, parseRunSearch, type RunFilters } from './search.ts';

const flows = [
  { id: 'f1', name: 'Orders to invoices' },
  { id: 'f2', name: 'Orders on the bus' },
  { id: 'f3', name: 'Customer hub' },
];

describe('the search box of the runs list', () => {
  it.each([
    ['', {}],
    ['   ', {}],
    ['#1002', { key: '#1002' }],
    ['order:#1002', { key: '#1002' }],
    ['order:1002', { key: '1002' }],
    ['order:"A 12"', { key: 'A 12' }],
    ['two words', { key: 'two words' }],
    ['status:failed', { status: 'failed' }],
    ['STATUS:Failed', { status: 'failed' }],
    ['status:parked', { status: 'parked' }],
    ['status:lost', { key: 'status:lost' }],
    ['flow:"Orders to invoices"', { flow: 'f1' }],
    ['flow:cust', { flow: 'f3' }],
    ['flow:f2', { flow: 'f2' }],
    ['flow:orders', { key: 'flow:orders' }],
    ['status:waiting flow:customer order:#7', { status: 'waiting', flow: 'f3', key: '#7' }],
    ['https://shop.example/1', { key: 'https://shop.example/1' }],
    ['flow:"never closed', { key: 'flow:"never closed' }],
  ])('reads %j', (text, filters) => {
    expect(parseRunSearch(text, flows)).toEqual(filters);
  });
});

describe('the address of the runs list', () => {
  it('brings back the filters that were put in', () => {
    const filters = {
      ...{ key: '#1002 & more', status: 'failed', flow: 'f1', trigger: 't1' },
      ...{ holds: 'in-flight', first: '2026-11-23' },
    } as RunFilters;
    expect(filtersFromAddress(new URLSearchParams(addressOfFilters(filters)))).toEqual(filters);
  });
  it('is empty when nothing is filtered', () => {
    expect(addressOfFilters({})).toBe('');
  });
  it('leaves out a status that does not exist', () => {
    expect(filtersFromAddress(new URLSearchParams('status=lost&key=%20&holds=lost&first=today'))).toEqual({});
  });
});
