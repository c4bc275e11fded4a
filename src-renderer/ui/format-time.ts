const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const two = (value: number): string => String(value).padStart(2, '0');

/** Local time with month name: "12 Apr 06:15", with seconds if asked, with the year when it is not `thisYear`. */
export function formatTime(timeMs: number, withSeconds = false, thisYear = new Date().getFullYear()): string {
  const time = new Date(timeMs);
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}`;
  return `${formatDay(timeMs, thisYear)} ${clock}${withSeconds ? `:${two(time.getSeconds())}` : ''}`;
}

/** "12 Apr", or "12 Apr 2024" when it is not `thisYear`. */
export function formatDay(timeMs: number, thisYear = new Date().getFullYear()): string {
  const time = new Date(timeMs);
  const day = `${time.getDate()} ${months[time.getMonth()] ?? ''}`;
  return time.getFullYear() === thisYear ? day : `${day} ${time.getFullYear()}`;
}

/** "06:15", with seconds if asked. */
function formatClock(timeMs: number, withSeconds = false): string {
  const time = new Date(timeMs);
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}`;
  return withSeconds ? `${clock}:${two(time.getSeconds())}` : clock;
}

/** Two largest parts: "0.2 s", "42 s", "42 min", "3 h 05 min", "2 d 04 h". */
export function formatDuration(durationMs: number): string {
  if (durationMs > 0 && durationMs < 9950) return `${Number((durationMs / 1000).toFixed(1))} s`;
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) {
    const rest = seconds % 60;
    const minutes = Math.floor(seconds / 60);
    return rest === 0 ? `${minutes} min` : `${minutes} min ${two(rest)} s`;
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) {
    const rest = minutes % 60;
    return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${two(rest)} min`;
  }
  const hours = Math.round(minutes / 60);
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${two(hours % 24)} h`;
}

/** Name of this computer's zone. Chromium still says Calcutta, which nobody in India writes. */
export function ownZone(): string {
  const name = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return name === 'Asia/Calcutta' ? 'Asia/Kolkata' : name;
}

/** Zone of this computer: "Asia/Kolkata, UTC+05:30". */
export function describeZone(now = new Date()): string {
  const minutes = -now.getTimezoneOffset();
  const sign = minutes < 0 ? '-' : '+';
  const offset = `UTC${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  const name = ownZone();
  return name === 'UTC' ? 'UTC' : `${name}, ${offset}`;
}

/** Local time as it is typed: "2024-04-12 06:15:00". */
export function toTypedTime(timeMs: number): string {
  const time = new Date(timeMs);
  const date = `${String(time.getFullYear()).padStart(4, '0')}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${date} ${formatClock(timeMs, true)}`;
}

const typedTime = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*$/;

/** Epoch ms of a typed local time, midnight where only a day is given; null when it is no time. */
export function fromTypedTime(text: string): number | null {
  const parts = typedTime.exec(text);
  if (parts === null) return null;
  const part = (index: number): number => Number(parts[index] ?? 0);
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)];
  const time = new Date(year, month - 1, day, hour, minute, second);
  const isReal =
    time.getMonth() === month - 1 && time.getDate() === day && hour < 24 && minute < 60 && second < 60;
  return isReal ? time.getTime() : null;
}

export interface TimeTick {
  readonly timeMs: number;
  readonly text: string;
}

const steps = [
  1000,
  2000,
  5000,
  10_000,
  15_000,
  30_000,
  MINUTE_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  10 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
  2 * DAY_MS,
  7 * DAY_MS,
  14 * DAY_MS,
];
const monthSteps = [1, 2, 3, 6, 12, 24, 60, 120];
const MONTH_MS = 30.4 * DAY_MS;

/** Ticks at round local times, about `most` of them. A tick at midnight, and the first one, carry the day. */
export function timeTicks(fromMs: number, toMs: number, most: number): readonly TimeTick[] {
  const wanted = (toMs - fromMs) / Math.max(1, most);
  if (!(wanted > 0)) return [];
  const step = steps.find((candidate) => candidate >= wanted);
  return step === undefined ? monthTicks(fromMs, toMs, wanted) : clockTicks(fromMs, toMs, step);
}

function clockTicks(fromMs: number, toMs: number, stepMs: number): readonly TimeTick[] {
  const ticks: TimeTick[] = [];
  const stepDays = Math.round(stepMs / DAY_MS);
  const start = new Date(fromMs);
  start.setHours(0, 0, 0, 0);
  let day = start;
  while (day.getTime() <= toMs) {
    const next = new Date(day);
    next.setDate(next.getDate() + Math.max(1, stepDays));
    const end = Math.min(next.getTime() - 1, toMs);
    for (let timeMs = day.getTime(); timeMs <= end; timeMs += stepMs) {
      if (timeMs < fromMs) continue;
      const isNewDay = stepDays > 0 || timeMs === day.getTime() || ticks.length === 0;
      const clock = formatClock(timeMs, stepMs < MINUTE_MS);
      const isMidnight = timeMs === day.getTime();
      ticks.push({
        timeMs,
        text: isNewDay ? (isMidnight ? formatDay(timeMs) : `${formatDay(timeMs)} ${clock}`) : clock,
      });
    }
    day = next;
  }
  return ticks;
}

function monthTicks(fromMs: number, toMs: number, wantedMs: number): readonly TimeTick[] {
  const step = monthSteps.find((months) => months * MONTH_MS >= wantedMs) ?? 240;
  const ticks: TimeTick[] = [];
  const from = new Date(fromMs);
  const first = new Date(from.getFullYear(), Math.floor(from.getMonth() / step) * step, 1);
  if (step > 12) first.setFullYear(Math.floor(from.getFullYear() / (step / 12)) * (step / 12), 0, 1);
  for (
    let month = first;
    month.getTime() <= toMs;
    month = new Date(month.getFullYear(), month.getMonth() + step, 1)
  ) {
    if (month.getTime() < fromMs) continue;
    const text =
      step >= 12 ? String(month.getFullYear()) : `${months[month.getMonth()] ?? ''} ${month.getFullYear()}`;
    ticks.push({ timeMs: month.getTime(), text });
  }
  return ticks;
}
