const DAY_MS = 86_400_000;
const YEAR_MS = 365.2425 * DAY_MS;
/** The unit stands in India: UTC+05:30, no daylight saving time. */
const ZONE_MS = 19_800_000;
const MINUTES_A_DAY = 1440;
const SUNDAY = 3; // 1 January 1970 was a Thursday.

/** One day sampled every minute, with the first minute again at the end for the interpolation. */
function tabulate(valueAtHour: (hour: number) => number): Float64Array {
  const table = new Float64Array(MINUTES_A_DAY + 1);
  for (let minute = 0; minute <= MINUTES_A_DAY; minute++) table[minute] = valueAtHour((minute / 60) % 24);
  return table;
}

/** A hill around an hour of the day, 1 at its top, that knows that 23 h and 1 h are neighbours. */
function hill(hour: number, top: number, widthHours: number): number {
  const apart = Math.abs(hour - top);
  const distance = Math.min(apart, 24 - apart) / widthHours;
  return Math.exp(-0.5 * distance * distance);
}

/** Two peaks, morning and evening, between about .57 at night and .98 in the evening. Shape: engineering estimate. */
const LOAD_OF_DAY = tabulate(
  (hour) => 0.565 + 0.29 * hill(hour, 8.5, 2) + 0.14 * hill(hour, 13.5, 2.5) + 0.41 * hill(hour, 20, 2.3),
);

/** Warmest at 15 h local time, coldest at 3 h; -1..1. */
const WARMTH_OF_DAY = tabulate((hour) => Math.cos(((hour - 15) / 12) * Math.PI));

function lookUp(table: Float64Array, localMs: number): number {
  const minute = (localMs - Math.floor(localMs / DAY_MS) * DAY_MS) / 60_000;
  const before = Math.floor(minute);
  return table[before] + (table[before + 1] - table[before]) * (minute - before);
}

/** Load (over rated load) that the grid asks for by the clock, .54...98; four percent of it less on Sundays. */
export function scheduledLoad(timeMs: number): number {
  const localMs = timeMs + ZONE_MS;
  const weekday = ((Math.floor(localMs / DAY_MS) % 7) + 7) % 7;
  return lookUp(LOAD_OF_DAY, localMs) * (weekday === SUNDAY ? 0.96 : 1);
}

/** Mean air temperature for the time of day and year, degC: 26 +- 7 over the year, +- 5 over the day (north-west India, estimate). */
export function climate(timeMs: number): number {
  const localMs = timeMs + ZONE_MS;
  const sinceMidJune = localMs / YEAR_MS - 0.455;
  return 26 + 7 * Math.cos(2 * Math.PI * sinceMidJune) + 5 * lookUp(WARMTH_OF_DAY, localMs);
}
