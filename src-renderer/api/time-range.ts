import type { Tag } from '@shared/contract/plants.ts';
import type { TimeRange } from './workspace.ts';

const SHORTEST_MS = 100;
const EDGE_SHARE = 0.01;
const CONTEXT_SAMPLES = 40;

export const spanOf = (range: TimeRange): number => range.toMs - range.fromMs;

/** From the first to the last reading of all tags; null when none is held. */
export function heldRange(tags: readonly Tag[]): TimeRange | null {
  let fromMs = Infinity;
  let toMs = -Infinity;
  for (const tag of tags) {
    if (tag.firstMs === null || tag.lastMs === null) continue;
    fromMs = Math.min(fromMs, tag.firstMs);
    toMs = Math.max(toMs, tag.lastMs);
  }
  return fromMs <= toMs ? { fromMs, toMs } : null;
}

/** The held range with a little air at both ends, so that the first and the last reading can be seen. */
export function withEdges(held: TimeRange): TimeRange {
  const edge = Math.max(SHORTEST_MS, Math.round(spanOf(held) * EDGE_SHARE));
  return { fromMs: held.fromMs - edge, toMs: held.toMs + edge };
}

/** A range of whole milliseconds that is not empty and not far outside what is held. */
export function clampRange(range: TimeRange, held: TimeRange): TimeRange {
  const most = withEdges(held);
  const span = Math.min(Math.max(Math.round(spanOf(range)), SHORTEST_MS), spanOf(most) * 2);
  const slack = span / 2;
  const fromMs = Math.round(Math.min(Math.max(range.fromMs, most.fromMs - slack), most.toMs - slack));
  return { fromMs, toMs: fromMs + Math.round(span) };
}

/** The last `spanMs` of what is on the screen, or of what is held when nothing held is on the screen. */
export function lastOf(visible: TimeRange, held: TimeRange, spanMs: number): TimeRange {
  const toMs =
    Math.min(visible.toMs, held.toMs) > held.fromMs ? Math.min(visible.toMs, held.toMs) : held.toMs;
  return { fromMs: toMs - spanMs, toMs };
}

/** Moved by a share of its span: 1 = the next range, -1 = the one before. */
export function shiftRange(range: TimeRange, share: number): TimeRange {
  const shift = Math.round(spanOf(range) * share);
  return { fromMs: range.fromMs + shift, toMs: range.toMs + shift };
}

/** Zoomed about its middle; a factor below 1 shows less time. */
export function zoomRange(range: TimeRange, factor: number): TimeRange {
  const middle = (range.fromMs + range.toMs) / 2;
  const half = (spanOf(range) * factor) / 2;
  return { fromMs: Math.round(middle - half), toMs: Math.round(middle + half) };
}

/** An interval with what came before and after it: at least twice its length and 40 samples on both sides. */
export function withContext(interval: TimeRange, stepMs: number): TimeRange {
  const margin = Math.round(Math.max(2 * spanOf(interval), CONTEXT_SAMPLES * stepMs, SHORTEST_MS));
  return { fromMs: interval.fromMs - margin, toMs: interval.toMs + margin };
}
