import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppFailure } from '@shared/errors.ts';
import { PLAIN, REPEATED, SKIPPED, ZoneClock, fixedOffsetMs, offsetText } from './zones.ts';

const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 16);
const HOUR_MS = 3_600_000;

describe('turning local time into UTC', () => {
  it.each([
    ['UTC', '2024-04-01T06:15', '2024-04-01T06:15'],
    ['+05:30', '2024-04-01T06:15', '2024-04-01T00:45'],
    ['-0330', '2024-04-01T06:15', '2024-04-01T09:45'],
    ['Asia/Kolkata', '2024-04-01T06:15', '2024-04-01T00:45'],
    ['Europe/Berlin', '2024-01-01T12:00', '2024-01-01T11:00'],
    ['Europe/Berlin', '2024-07-01T12:00', '2024-07-01T10:00'],
    ['Europe/Berlin', '2024-03-31T01:59', '2024-03-31T00:59'],
    ['Europe/Berlin', '2024-03-31T03:00', '2024-03-31T01:00'],
    ['Europe/Berlin', '2024-10-27T01:59', '2024-10-26T23:59'],
    ['Europe/Berlin', '2024-10-27T03:00', '2024-10-27T02:00'],
    ['America/New_York', '2024-11-03T00:30', '2024-11-03T04:30'],
    ['Australia/Lord_Howe', '2024-04-07T02:15', '2024-04-06T15:45'],
  ])('%s: %s is %s UTC', (zone, local, utc) => {
    const clock = new ZoneClock(zone);
    expect(iso(clock.toUtcMs(Date.parse(`${local}Z`)))).toBe(utc);
    expect(clock.situation).toBe(PLAIN);
  });

  it('tells the hour that does not exist, and moves it forward', () => {
    const clock = new ZoneClock('Europe/Berlin');
    expect(iso(clock.toUtcMs(Date.UTC(2024, 2, 31, 2, 30)))).toBe('2024-03-31T01:30');
    expect(clock.situation).toBe(SKIPPED);
  });

  it('tells the hour that happens twice, with both readings', () => {
    const clock = new ZoneClock('Europe/Berlin');
    expect(iso(clock.toUtcMs(Date.UTC(2024, 9, 27, 2, 30)))).toBe('2024-10-27T00:30');
    expect(clock.situation).toBe(REPEATED);
    expect(iso(clock.laterMs)).toBe('2024-10-27T01:30');
  });

  it('knows changes of half an hour', () => {
    const clock = new ZoneClock('Australia/Lord_Howe');
    clock.toUtcMs(Date.UTC(2024, 3, 7, 1, 45));
    expect(clock.situation).toBe(REPEATED);
    expect(clock.laterMs - Date.UTC(2024, 3, 6, 14, 45)).toBe(HOUR_MS / 2);
  });

  it('gives back the local time that Intl shows, at any time, in any order', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Africa/Casablanca', 'Pacific/Apia'];
    const clocks = new Map(zones.map((zone) => [zone, new ZoneClock(zone)]));
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(2000, 0, 1) / 60_000, max: Date.UTC(2035, 0, 1) / 60_000 }),
        (zone, minute) => {
          const utcMs = minute * 60_000;
          const shown = new Intl.DateTimeFormat('sv-SE', {
            timeZone: zone,
            dateStyle: 'short',
            timeStyle: 'medium',
          });
          const localMs = Date.parse(`${shown.format(utcMs).replace(' ', 'T')}Z`);
          const clock = clocks.get(zone);
          const first = clock?.toUtcMs(localMs);
          expect([first, clock?.situation === REPEATED ? clock.laterMs : first]).toContain(utcMs);
          expect(clock?.situation).not.toBe(SKIPPED);
        },
      ),
      { seed: 5, numRuns: 2000 },
    );
  });

  it('refuses a zone that is not known', () => {
    expect(() => new ZoneClock('Europe/Atlantis')).toThrow(AppFailure);
    expect(() => new ZoneClock('')).toThrow(AppFailure);
    expect(() => new ZoneClock('+25:00')).toThrow(AppFailure);
  });
});

describe('fixed offsets', () => {
  it.each([
    ['Z', 0],
    ['utc', 0],
    ['+05:30', 19_800_000],
    ['UTC+1', 3_600_000],
    ['-03:00', -10_800_000],
    ['Asia/Kolkata', null],
  ])('%s', (zone, offsetMs) => {
    expect(fixedOffsetMs(zone)).toBe(offsetMs);
  });

  it('are written with sign, hours and minutes', () => {
    expect([offsetText(19_800_000), offsetText(-12_600_000), offsetText(0)]).toEqual([
      '+05:30',
      '-03:30',
      '+00:00',
    ]);
  });
});
