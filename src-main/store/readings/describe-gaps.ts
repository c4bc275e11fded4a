import type { Database } from 'better-sqlite3';
import { GAP_STEPS } from '@core/chunks/chunk-header.ts';
import { countOf } from '@core/csv/messages.ts';

const SELECT_CHUNKS = `
  SELECT tags.name AS tag, first_value_ms AS firstMs, last_value_ms AS lastMs, step_ms AS stepMs, chunks.gap_count AS gapCount,
    chunks.longest_gap_ms AS longestGapMs
  FROM chunks JOIN tags ON tags.id = tag_id JOIN imports ON imports.id = import_id
  WHERE import_id = ? AND source = 'csv' ORDER BY tag_id, chunks.first_ms`;

interface ChunkGaps {
  readonly tag: string;
  /** First and last reading with a value; null = none. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  readonly stepMs: number;
  readonly gapCount: number;
  readonly longestGapMs: number;
}

/**
 * The longest stretch without a value in the readings of a file, and how many there are; null when there is none. Told
 * from what is kept with each chunk; nothing is decoded.
 */
export function describeGaps(db: Database, importId: number): string | null {
  let count = 0;
  let longestMs = 0;
  let longestTag = '';
  const note = (tag: string, gapMs: number): void => {
    if (gapMs <= longestMs) return;
    longestMs = gapMs;
    longestTag = tag;
  };
  const chunks = db.prepare<[number], ChunkGaps>(SELECT_CHUNKS).all(importId);
  for (const { tag, gapCount, longestGapMs } of chunks) {
    count += gapCount;
    note(tag, longestGapMs);
  }
  const filled = chunks.filter(({ lastMs }) => lastMs !== null);
  for (const [at, chunk] of filled.entries()) {
    const before = filled[at - 1];
    if (before?.tag !== chunk.tag || before.lastMs === null || chunk.firstMs === null) continue;
    const betweenMs = chunk.firstMs - before.lastMs;
    if (betweenMs <= GAP_STEPS * Math.max(before.stepMs, chunk.stepMs)) continue;
    count += 1;
    note(chunk.tag, betweenMs);
  }
  return count === 0
    ? null
    : `${countOf(count, 'gap')} longer than ${GAP_STEPS} usual steps; the longest is ${durationText(longestMs)} ("${longestTag}").`;
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** `40 min`, `2 d 4 h` */
function durationText(durationMs: number): string {
  const at = UNITS.findIndex(([, unitMs]) => durationMs >= unitMs);
  if (at < 0) return `${durationMs} ms`;
  let leftMs = durationMs;
  return UNITS.slice(at, at + 2)
    .map(([unit, unitMs]) => {
      const whole = Math.floor(leftMs / unitMs);
      leftMs -= whole * unitMs;
      return whole === 0 ? '' : `${whole} ${unit}`;
    })
    .filter((part) => part !== '')
    .join(' ');
}
