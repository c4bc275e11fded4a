import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClockParser } from './clock.ts';
import { DateParser, NOT_A_TIME, NO_SUCH_DAY, OTHER_ORDER, TIME_OK } from './dates.ts';
import type { DateOrder } from '../import-plan.ts';
import { encodeText } from '../text/text.ts';

const dayOf = (text: string, order: DateOrder = 'dmy'): string | number => {
  const bytes = encodeText(text);
  const parser = new DateParser(order);
  const fault = parser.parse(bytes, 0, bytes.length);
  return fault === TIME_OK ? new Date(parser.dayMs).toISOString().slice(0, 10) : fault;
};

const clockOf = (text: string): readonly [string, number] | null => {
  const bytes = encodeText(text);
  const parser = new ClockParser();
  if (parser.parse(bytes, 0, bytes.length) !== TIME_OK) return null;
  return [new Date(parser.clockMs).toISOString().slice(11, 23), parser.offsetMs];
};

describe('reading a date', () => {
  it.each<[string, DateOrder, string]>([
    ['2024-04-01', 'dmy', '2024-04-01'],
    ['2024/4/1', 'mdy', '2024-04-01'],
    ['2024.04.01', 'dmy', '2024-04-01'],
    ['20240401', 'dmy', '2024-04-01'],
    ['01-04-2024', 'dmy', '2024-04-01'],
    ['01-04-2024', 'mdy', '2024-01-04'],
    ['1/4/24', 'dmy', '2024-04-01'],
    ['7/20/01', 'mdy', '2001-07-20'],
    ['01.04.98', 'dmy', '1998-04-01'],
    ['24-04-01', 'ymd', '2024-04-01'],
    ['01-Apr-24', 'mdy', '2024-04-01'],
    ['1 April 2024', 'mdy', '2024-04-01'],
    ['Apr 1, 2024', 'dmy', '2024-04-01'],
    ['2024-Apr-01', 'dmy', '2024-04-01'],
    ['01-Okt-24', 'dmy', '2024-10-01'],
    ['01-déc.-24', 'dmy', '2024-12-01'],
    ['01-März-2024', 'dmy', '2024-03-01'],
    ['29/02/2024', 'dmy', '2024-02-29'],
  ])('reads %s as %s', (text, order, day) => {
    expect(dayOf(text, order)).toBe(day);
  });

  it.each<[string, DateOrder, number]>([
    ['05-13-2024', 'dmy', OTHER_ORDER],
    ['13-05-2024', 'mdy', OTHER_ORDER],
    ['30-02-2024', 'dmy', NO_SUCH_DAY],
    ['2023-02-29', 'dmy', NO_SUCH_DAY],
    ['31-04-2024', 'dmy', NO_SUCH_DAY],
    ['13-13-2024', 'dmy', NOT_A_TIME],
    ['2024-13-01', 'dmy', NO_SUCH_DAY],
    ['2024-01-13', 'ydm', NO_SUCH_DAY],
    ['2024-13-32', 'dmy', NOT_A_TIME],
    ['00-04-2024', 'dmy', NOT_A_TIME],
    ['01-04/2024', 'dmy', NOT_A_TIME],
    ['1-2-3', 'dmy', NOT_A_TIME],
    ['10.50', 'dmy', NOT_A_TIME],
    ['538', 'dmy', NOT_A_TIME],
    ['01-Foo-24', 'dmy', NOT_A_TIME],
    ['', 'dmy', NOT_A_TIME],
  ])('refuses %j in the order %s', (text, order, fault) => {
    expect(dayOf(text, order)).toBe(fault);
  });

  it('agrees with the calendar for every day from 1900 to 2200, in one parser that remembers the last date', () => {
    const parser = new DateParser('dmy');
    fc.assert(
      fc.property(fc.integer({ min: -25_567, max: 84_006 }), (day) => {
        const iso = new Date(day * 86_400_000).toISOString();
        const [year = '', month = '', date = ''] = iso.slice(0, 10).split('-');
        for (const text of [
          `${year}-${month}-${date}`,
          `${date}/${month}/${year}`,
          `${Number(date)}.${Number(month)}.${year} x`,
        ]) {
          const bytes = encodeText(text);
          expect(parser.parse(bytes, 0, bytes.length)).toBe(TIME_OK);
          expect(parser.dayMs).toBe(day * 86_400_000);
        }
      }),
      { seed: 3, numRuns: 2000 },
    );
  });

  it('does not take the beginning of a longer date for the one it remembers', () => {
    const parser = new DateParser('dmy');
    const short = encodeText('1/4/24');
    const long = encodeText('1/4/2401');
    expect(parser.parse(short, 0, short.length)).toBe(TIME_OK);
    expect(parser.parse(long, 0, long.length)).toBe(TIME_OK);
    expect(new Date(parser.dayMs).getUTCFullYear()).toBe(2401);
  });
});

describe('reading a time of day', () => {
  it.each<[string, string]>([
    ['06:15:00', '06:15:00.000'],
    ['6:15', '06:15:00.000'],
    ['06:15:00.5', '06:15:00.500'],
    ['06:15:00,123', '06:15:00.123'],
    ['06:15:00.1234567', '06:15:00.123'],
    ['06:15:00:250', '06:15:00.250'],
    ['06.15.30', '06:15:30.000'],
    ['061530', '06:15:30.000'],
    ['12:05:00 AM', '00:05:00.000'],
    ['12:05:00 PM', '12:05:00.000'],
    ['1:05 pm', '13:05:00.000'],
    ['6:15:02 a.m.', '06:15:02.000'],
    ['11PM', '23:00:00.000'],
    ['24:00:00', '00:00:00.000'],
  ])('reads %s', (text, expected) => {
    expect(clockOf(text)?.[0]).toBe(expected);
  });

  it.each<[string, number]>([
    ['06:15:00Z', 0],
    ['06:15:00 UTC', 0],
    ['06:15:00+05:30', 19_800_000],
    ['06:15:00.250-0330', -12_600_000],
    ['06:15 +02', 7_200_000],
    ['06:15:00 GMT+1', 3_600_000],
  ])('reads the offset of %s', (text, offsetMs) => {
    expect(clockOf(text)?.[1]).toBe(offsetMs);
  });

  it.each([
    '25:00:00',
    '24:00:01',
    '06:60',
    '06:15:60',
    '6',
    '6:1',
    '13:05 PM',
    '06:15:00 XX',
    '06:15:00+',
    '06:15:00+19:00',
    'noon',
    '',
  ])('refuses %j', (text) => {
    expect(clockOf(text)).toBeNull();
  });

  it('has no offset when none is written', () => {
    expect(clockOf('06:15:00')?.[1]).toBeNaN();
  });
});
