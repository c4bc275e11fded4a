import { describe, expect, it } from 'vitest';
import { nextSort, orderOf, rowByKey, sortRows } from './sort-rows.ts';

describe('sorting rows', () => {
  const rows = [{ f1: 0.2 }, { f1: null }, { f1: 0.9 }, { f1: NaN }, { f1: 0.2, second: true }];

  it('puts what is not known last in both directions and keeps equal rows in place', () => {
    const sorted = (descending: boolean) => sortRows(rows, (row) => row.f1, descending);
    expect(sorted(false)).toEqual([rows[0], rows[4], rows[2], rows[1], rows[3]]);
    expect(sorted(true)).toEqual([rows[2], rows[0], rows[4], rows[1], rows[3]]);
  });

  it('orders texts with numbers by the numbers', () => {
    expect(sortRows(['T10', 'T9'], (text) => text, false)).toEqual(['T9', 'T10']);
  });
});

describe('a head that is pressed', () => {
  it('turns the order of its column, and starts figures with the largest', () => {
    expect(nextSort(null, 'start', false)).toEqual({ by: 'start', descending: false });
    expect(nextSort({ by: 'start', descending: false }, 'start', false)).toEqual({
      by: 'start',
      descending: true,
    });
    expect(nextSort({ by: 'start', descending: true }, 'peak', true)).toEqual({
      by: 'peak',
      descending: true,
    });
  });

  it('says how the table is sorted, on one column', () => {
    const sort = { by: 'peak', descending: true };
    expect([orderOf(sort, 'peak'), orderOf(sort, 'start'), orderOf(null, 'peak')]).toEqual([
      'descending',
      null,
      null,
    ]);
  });
});

describe('keys in a table', () => {
  it('move within the rows and stop at the ends', () => {
    expect(rowByKey('ArrowDown', -1, 5, 3)).toBe(0);
    expect(rowByKey('PageDown', 3, 5, 3)).toBe(4);
    expect(rowByKey('ArrowUp', 0, 5, 3)).toBe(0);
    expect(rowByKey('End', 0, 5, 3)).toBe(4);
    expect(rowByKey('x', 0, 5, 3)).toBeNull();
    expect(rowByKey('End', -1, 0, 3)).toBeNull();
  });
});
