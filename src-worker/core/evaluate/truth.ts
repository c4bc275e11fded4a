import { isFaultKind, type Label } from '@shared/contract/labels.ts';
import { mergeWindows, type RowWindow } from './windows.ts';

export type JudgedLabel = Pick<Label, 'kind' | 'tagName' | 'startMs' | 'endMs'>;

/** A labelled fault that has rows to be found in. */
export interface FaultEvent {
  readonly kind: string;
  readonly tagName: string | null;
  readonly startMs: number;
  readonly endMs: number;
  /** Its rows among those that are measured. */
  readonly rows: RowWindow;
}

/** What labels say about measured rows. */
export interface Truth {
  /** 1 for each row within a fault, else 0; one per row of the data, rows that are not measured included. */
  readonly positive: Uint8Array;
  /** Faults that touch a measured row, in order of start. */
  readonly events: readonly FaultEvent[];
  /** The same rows as stretches that do not touch: faults that overlap are one. */
  readonly windows: readonly RowWindow[];
  readonly positiveRows: number;
  /** Labels that say "normal" about a measured row. */
  readonly normalCount: number;
  /** Faults of a single tag that no detector was shown. */
  readonly otherTagCount: number;
}

/**
 * Places labels on the measured rows. Every fault counts, whoever labelled it, but not one of a tag that is not among
 * `columnNames`: what a detector was not shown it cannot find. A row within no fault counts as normal. A fault that
 * lasts shorter than the distance of samples takes the first row after it.
 */
export function placeLabels(
  timesMs: Float64Array,
  segments: readonly RowWindow[],
  labels: readonly JudgedLabel[],
  columnNames: readonly string[],
): Truth {
  const positive = new Uint8Array(timesMs.length);
  const events: FaultEvent[] = [];
  let normalCount = 0;
  let otherTagCount = 0;
  for (const label of labels.toSorted((one, other) => one.startMs - other.startMs)) {
    for (const segment of segments) {
      const rows = rowsWithin(timesMs, segment, label.startMs, label.endMs);
      if (rows === null) continue;
      if (!isFaultKind(label.kind)) {
        normalCount++;
      } else if (label.tagName !== null && !columnNames.includes(label.tagName)) {
        otherTagCount++;
      } else {
        const { kind, tagName, startMs, endMs } = label;
        events.push({ kind, tagName, startMs, endMs, rows });
        positive.fill(1, rows.from, rows.to + 1);
      }
      break;
    }
  }
  const windows = mergeWindows(events.map((event) => event.rows));
  const positiveRows = windows.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  return { positive, events, windows, positiveRows, normalCount, otherTagCount };
}

function rowsWithin(
  timesMs: Float64Array,
  segment: RowWindow,
  startMs: number,
  endMs: number,
): RowWindow | null {
  if (endMs < timesMs[segment.from] || startMs > timesMs[segment.to]) return null;
  const from = Math.max(segment.from, firstAtOrAfter(timesMs, startMs));
  const to = Math.min(segment.to, firstAtOrAfter(timesMs, endMs + 0.001) - 1);
  return { from, to: Math.max(from, to) };
}

function firstAtOrAfter(timesMs: Float64Array, ms: number): number {
  let low = 0;
  let high = timesMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timesMs[middle] < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
