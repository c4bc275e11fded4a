import { beforeAll, describe, expect, it } from 'vitest';
import { formatDuration, formatTime, fromTypedTime, timeTicks, toTypedTime } from './format-time.ts';

const local = (year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number =>
  new Date(year, month - 1, day, hour, minute, second).getTime();

beforeAll(() => {
  process.env['TZ'] = 'Asia/Kolkata';
});

describe('times on screen', () => {
  it('name the month and leave out the current year', () => {
    expect(formatTime(local(2026, 4, 12, 6, 15), false, 2026)).toBe('12 Apr 06:15');
    expect(formatTime(local(2024, 4, 12, 6, 15, 7), true, 2026)).toBe('12 Apr 2024 06:15:07');
  });

  it('survive the way through an input field', () => {
    const timeMs = local(2024, 12, 1, 23, 59, 5);
    expect(toTypedTime(timeMs)).toBe('2024-12-01 23:59:05');
    expect(fromTypedTime(toTypedTime(timeMs))).toBe(timeMs);
  });

  it('can be typed without seconds, or as a day', () => {
    expect(fromTypedTime('2024-4-12 6:15')).toBe(local(2024, 4, 12, 6, 15));
    expect(fromTypedTime('2024-04-12')).toBe(local(2024, 4, 12));
  });

  it.each(['', '12/04/2024', '2024-13-01', '2024-02-30', '2024-01-01 24:00'])('are not "%s"', (text) =>
    expect(fromTypedTime(text)).toBeNull(),
  );
});

describe('durations', () => {
  it.each([
    [0, '0 s'],
    [200, '0.2 s'],
    [2300, '2.3 s'],
    [42_000, '42 s'],
    [42 * 60_000, '42 min'],
    [61_000, '1 min 01 s'],
    [185 * 60_000, '3 h 05 min'],
    [52 * 3_600_000, '2 d 04 h'],
    [48 * 3_600_000, '2 d'],
  ])('%d ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe('ticks of a time axis', () => {
  it('stand at round local times; the first one and midnight carry the day', () => {
    const year = new Date().getFullYear();
    const ticks = timeTicks(local(year, 4, 12, 21, 50), local(year, 4, 13, 1, 10), 4);
    expect(ticks.map((tick) => tick.text)).toEqual(['12 Apr 22:00', '23:00', '13 Apr', '01:00']);
    expect(ticks[0]?.timeMs).toBe(local(year, 4, 12, 22));
  });

  it('are the first of a month over a long range', () => {
    const ticks = timeTicks(local(2024, 1, 20), local(2024, 6, 10), 6);
    expect(ticks.map((tick) => tick.text)).toEqual([
      'Feb 2024',
      'Mar 2024',
      'Apr 2024',
      'May 2024',
      'Jun 2024',
    ]);
  });

  it('show seconds when a minute is on the screen', () => {
    const ticks = timeTicks(local(2024, 1, 1, 10, 0, 0), local(2024, 1, 1, 10, 0, 30), 4);
    expect(ticks.map((tick) => tick.text)).toEqual([
      '1 Jan 2024 10:00:00',
      '10:00:10',
      '10:00:20',
      '10:00:30',
    ]);
  });

  it('are none for an empty range', () => {
    expect(timeTicks(5, 5, 8)).toEqual([]);
  });
});
