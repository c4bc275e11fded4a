import { describe, expect, it } from 'vitest';
import { csvLine, csvNumber, csvText } from './write-csv.ts';

describe('writing CSV', () => {
  it.each([
    ['U1.LOAD', 'U1.LOAD'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    [' edge', '" edge"'],
    ['', ''],
  ])('quotes %j where RFC 4180 asks for it', (text, cell) => {
    expect(csvText(text)).toBe(cell);
  });

  it.each([
    ["=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1"],
    ['+SUM(A1)', "'+SUM(A1)"],
    ['-A1', "'-A1"],
    ['@x', "'@x"],
    ['\tx', '"\'\tx"'],
    ['\r=x', '"\'\r=x"'],
    ['＝A1', "'＝A1"],
    [' =A1', "' =A1"],
  ])('keeps %j from running as a formula', (text, cell) => {
    expect(csvText(text)).toBe(cell);
  });

  it('leaves numbers alone, in number cells and in text cells', () => {
    expect(csvLine(['tag', -5.2, 1e21, null, NaN])).toBe('tag,-5.2,1e+21,,\r\n');
    expect(csvText('-5.2')).toBe('-5.2');
    expect(csvNumber(0.1 + 0.2)).toBe('0.30000000000000004');
  });
});
