import { describe, expect, it } from 'vitest';
import { msDate, validationMessages, withIsoDates, wordsOf, xmlMessages } from './answer.ts';

describe('dates', () => {
  it.each([
    ['/Date(1552262400000+0000)/', 1552262400000],
    ['/Date(1573755038314)/', 1573755038314],
    ['/Date(-86400000+1300)/', -86400000],
    ['2026-11-23', undefined],
  ])('reads %s', (text, expected) => {
    expect(msDate(text)).toBe(expected);
  });

  it('are written as days where Xero means days, else as instants, at any depth', () => {
    const answer = {
      Date: '/Date(1552262400000+0000)/',
      UpdatedDateUTC: '/Date(1573755038314)/',
      Payments: [{ Date: '/Date(1552262400000+0000)/' }],
      Reference: 'none',
    };
    expect(withIsoDates(answer)).toEqual({
      Date: '2019-03-11',
      UpdatedDateUTC: '2019-11-14T18:10:38.314Z',
      Payments: [{ Date: '2019-03-11' }],
      Reference: 'none',
    });
  });
});

describe('words', () => {
  const exception = {
    ErrorNumber: 10,
    Type: 'ValidationException',
    Message: 'A validation exception occurred',
    Elements: [
      {
        ValidationErrors: [{ Message: 'One.' }, { Message: 'Two.' }],
        Contact: { ValidationErrors: [{ Message: 'One.' }] },
      },
    ],
  };

  it('are the validation messages, each once, wherever they stand', () => {
    expect(validationMessages(exception)).toEqual(['One.', 'Two.']);
    expect(wordsOf({ body: exception, text: '' })).toBe('One. Two.');
  });

  it('are the answer’s own message when there is nothing better', () => {
    expect(wordsOf({ body: { Title: 'Unauthorized', Detail: 'TokenExpired' }, text: '' })).toBe('TokenExpired');
    expect(wordsOf({ body: {}, text: '' })).toBeUndefined();
  });

  it.each([
    [
      '<ApiException><Message>Top</Message><Elements><ValidationErrors><ValidationError><Message>A &amp;lt; B</Message></ValidationError></ValidationErrors></Elements></ApiException>',
      ['A &lt; B'],
    ],
    ['<?xml version="1.0"?><ApiException><Message>Only this</Message></ApiException>', ['Only this']],
    ['API rate limit exceeded', []],
  ])('are read from XML: %s', (text, expected) => {
    expect(xmlMessages(text)).toEqual(expected);
  });
});
