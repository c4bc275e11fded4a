import { AppFailure } from '@shared/errors.ts';
import { DAY_MS } from '../times/dates.ts';

const HOUR_MS = 3_600_000;

/** What a local time means in a zone. */
export const PLAIN = 0;
/** The clocks went forward over it. */
export const SKIPPED = 1;
/** The clocks went back over it: it happened twice. */
export const REPEATED = 2;

interface Change {
  /** UTC ms of the first instant with the offset after. */
  readonly atMs: number;
  readonly beforeMs: number;
  readonly afterMs: number;
}

const FIXED = /^(?:UTC|GMT|Z)?(?:([+-])(\d{1,2})(?::?(\d{2}))?)?$/i;

/** Offset of a fixed zone such as +05:30, UTC or Z in ms; null for any other name. */
export function fixedOffsetMs(zone: string): number | null {
  const match = FIXED.exec(zone.trim());
  if (match === null || zone.trim() === '') return null;
  const sign = match.at(1);
  if (sign === undefined) return 0;
  const size = Number(match.at(2)) * HOUR_MS + Number(match.at(3) ?? 0) * 60_000;
  return size > 18 * HOUR_MS ? null : sign === '-' ? -size : size;
}

/** `+05:30` */
export function offsetText(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function offsetReader(zone: string): (utcMs: number) => number {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw new AppFailure({
      kind: 'invalid-input',
      message: `The time zone "${zone}" is not known. Give a name such as Asia/Kolkata, an offset such as +05:30, or UTC.`,
    });
  }
  return (utcMs) => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(utcMs)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(utcMs / 1000) * 1000;
  };
}

/** Turns local times of one zone into UTC. Rows of a day without a clock change cost two comparisons. */
export class ZoneClock {
  /** Meaning of the last time resolved. */
  situation = PLAIN;
  /** For a repeated time: UTC of the second pass. */
  laterMs = 0;
  /** The clock change that made the last time skipped or repeated. */
  change: Change = { atMs: 0, beforeMs: 0, afterMs: 0 };
  private readonly offsetAt: (utcMs: number) => number;
  private readonly changes = new Map<number, Change | number>();
  private fromLocalMs = Infinity;
  private toLocalMs = -Infinity;
  private offsetMs = 0;

  /** Throws `invalid-input` when the zone is not known. */
  constructor(zone: string) {
    const fixed = fixedOffsetMs(zone);
    if (fixed === null) {
      this.offsetAt = offsetReader(zone);
      this.offsetAt(0);
    } else {
      this.offsetAt = () => fixed;
      this.offsetMs = fixed;
      this.fromLocalMs = -Infinity;
      this.toLocalMs = Infinity;
    }
  }

  /**
   * UTC of a local time (both ms). A skipped time is moved forward by the length of the gap; of a repeated time the
   * first pass is given and `laterMs` holds the second.
   */
  toUtcMs(localMs: number): number {
    this.situation = PLAIN;
    if (localMs >= this.fromLocalMs && localMs < this.toLocalMs) return localMs - this.offsetMs;
    return this.resolve(localMs);
  }

  private resolve(localMs: number): number {
    const dayMs = Math.floor(localMs / DAY_MS) * DAY_MS;
    let change = this.changes.get(dayMs);
    if (change === undefined) {
      change = this.findChange(dayMs - 15 * HOUR_MS, dayMs + 39 * HOUR_MS);
      this.changes.set(dayMs, change);
    }
    if (typeof change === 'number') {
      this.fromLocalMs = dayMs;
      this.toLocalMs = dayMs + DAY_MS;
      this.offsetMs = change;
      return localMs - change;
    }
    const before = localMs - change.beforeMs;
    const after = localMs - change.afterMs;
    const isBefore = before < change.atMs;
    const isAfter = after >= change.atMs;
    if (isBefore && isAfter) {
      this.situation = REPEATED;
      this.change = change;
      this.laterMs = after;
      return before;
    }
    if (!isBefore && !isAfter) {
      this.situation = SKIPPED;
      this.change = change;
      return before;
    }
    return isBefore ? before : after;
  }

  /** The clock change between two instants, or the offset when there is none. */
  private findChange(fromMs: number, toMs: number): Change | number {
    const beforeMs = this.offsetAt(fromMs);
    const afterMs = this.offsetAt(toMs);
    if (beforeMs === afterMs) return beforeMs;
    let low = fromMs;
    let high = toMs;
    while (high - low > 1000) {
      const middle = Math.floor((low + high) / 2000) * 1000;
      if (middle <= low) break;
      if (this.offsetAt(middle) === beforeMs) low = middle;
      else high = middle;
    }
    return { atMs: high, beforeMs, afterMs };
  }
}
