import { describe, expect, it } from 'vitest';
import { builtInKind, kindOfFormat } from './number-formats.ts';
import { serialText } from './serial-dates.ts';

describe('the kind of a number format', () => {
  it.each([
    ['dd-mmm-yy hh:mm:ss', 'date-time'],
    ['[$-409]d/m/yyyy h:mm AM/PM;@', 'date-time'],
    ['yyyy-mm-dd', 'date'],
    ['mmm', 'date'],
    ['h:mm:ss', 'time'],
    ['mm:ss.0', 'time'],
    ['[h]:mm', 'number'],
    ['0.00 "days"', 'number'],
    ['#,##0.0\\ \\d', 'number'],
    ['[Red]0.00E+00', 'number'],
    ['General', 'number'],
    ['_(* #,##0.00_)', 'number'],
  ])('%s is %s', (code, kind) => {
    expect(kindOfFormat(code)).toBe(kind);
  });
  it('of those that every workbook knows', () => {
    expect([0, 2, 14, 20, 22, 46].map(builtInKind)).toEqual([
      'number',
      'number',
      'date',
      'time',
      'date-time',
      'number',
    ]);
  });
});

describe('a day serial', () => {
  it('is the time that Excel shows, to the millisecond', () => {
    expect(serialText(45_383.260416666664, 'date-time', false)).toBe('2024-04-01 06:15:00');
    expect(serialText(45_383.26041956019, 'date-time', false)).toBe('2024-04-01 06:15:00.250');
    expect(serialText(43_921.260416666664, 'date-time', true)).toBe('2024-04-01 06:15:00');
    expect(serialText(45_383, 'date', false)).toBe('2024-04-01');
    expect(serialText(0.5034722222222222, 'time', false)).toBe('12:05:00');
    expect(serialText(1, 'date', false)).toBe('1900-01-01');
    expect(serialText(61, 'date', false)).toBe('1900-03-01');
  });
  it('that is none stays a number', () => {
    expect(serialText(498.7, 'number', false)).toBeNull();
    expect(serialText(-1, 'date', false)).toBeNull();
    expect(serialText(3e6, 'date', false)).toBeNull();
  });
});
