import type { FormatKind } from './number-formats.ts';

const DAY_MS = 86_400_000;
const EPOCH_1900 = 25_569;
const EPOCH_1904 = 24_107;
/** Excel counts a 29 February 1900 that never was: serials below it are one day off. */
const FALSE_LEAP_DAY = 60;
const LAST_SERIAL = 2_958_466;

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * Text of a day serial as a CSV export would have it: `2024-04-01 06:15:00`, a day alone for a format of days, a time of
 * day for a serial below 1. Null for what is no date. The serial's precision is under a microsecond; it is rounded to ms.
 */
export function serialText(serial: number, kind: FormatKind, is1904: boolean): string | null {
  if (kind === 'number' || !(serial >= 0) || serial >= LAST_SERIAL) return null;
  const shift = !is1904 && serial < FALSE_LEAP_DAY && serial >= 1 ? 1 : 0;
  const timeMs = Math.round((serial + shift) * DAY_MS);
  if (kind === 'time' && serial < 1) return clockText(timeMs % DAY_MS);
  const days = (is1904 ? EPOCH_1904 : EPOCH_1900) * DAY_MS;
  const at = new Date(timeMs - days);
  const day = `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
  const clockMs = timeMs % DAY_MS;
  return kind === 'date' && clockMs === 0 ? day : `${day} ${clockText(clockMs)}`;
}

function clockText(clockMs: number): string {
  const seconds = Math.floor(clockMs / 1000);
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const ms = clockMs % 1000;
  return ms === 0 ? text : `${text}.${String(ms).padStart(3, '0')}`;
}
