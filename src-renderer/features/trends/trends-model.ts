import type { AnomalyKind, OperatingMode } from '@shared/contract/conditions.ts';

/** One lane as it is drawn: a tag's readings, or the score of a run. */
export interface LaneView {
  readonly key: string;
  readonly title: string;
  readonly unit: string | null;
  readonly colour: string;
  readonly decimals: number;
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
  /** How many readings a drawn point stands for. */
  readonly readingsPerPoint: number;
  /** The tag's limits, drawn where they come into sight. */
  readonly limits: readonly number[];
  /** Drawn as a dashed line with its name. */
  readonly threshold: number | null;
  /** What the axis means where a unit does not say it. */
  readonly meaning?: { readonly short: string; readonly full: string };
}

export interface Band {
  readonly firstAnomalyId: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly count: number;
  /** Null or absent = not judged, drawn as an anomaly of the process. */
  readonly kind?: AnomalyKind | null;
}

/** Lowest and highest value within a range, with air around them; [0, 1] when there is no value. */
export function valueRange(
  lane: Pick<LaneView, 'timesMs' | 'values' | 'threshold'>,
  fromMs: number,
  toMs: number,
): readonly [number, number] {
  let low = lane.threshold ?? Infinity;
  let high = lane.threshold ?? -Infinity;
  const last = indexAt(lane.timesMs, toMs);
  for (let index = Math.max(0, indexAt(lane.timesMs, fromMs)); index <= last; index += 1) {
    const value = lane.values[index] ?? NaN;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  const air = high > low ? (high - low) * 0.12 : Math.max(Math.abs(high) * 0.01, 0.5);
  return [low - air, high + air];
}

/** Round values within a range, at least two where the range allows, at most `most`. */
export function valueTicks(low: number, high: number, most: number): readonly number[] {
  const span = high - low;
  if (!(span > 0)) return [];
  const power = 10 ** Math.floor(Math.log10(span));
  const steps = [0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5].map((factor) => factor * power);
  for (const step of steps) {
    const first = Math.ceil(low / step);
    const count = Math.floor(high / step) - first + 1;
    if (count <= most) return Array.from({ length: count }, (_, index) => (first + index) * step);
  }
  return [];
}

/** Decimals that tell neighbouring ticks apart. */
export function tickDecimals(ticks: readonly number[]): number {
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  for (let decimals = 0; decimals < 8; decimals += 1) {
    const scaled = step * 10 ** decimals;
    if (scaled > 0.5 && Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return decimals;
  }
  return 8;
}

/** Position of the last time at or before `timeMs`, or -1. */
export function indexAt(timesMs: Float64Array, timeMs: number): number {
  let low = 0;
  let high = timesMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timesMs[middle] ?? Infinity) <= timeMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The drawn point nearest in time; null within a gap or where there is none. */
export function pointNear(
  lane: LaneView,
  timeMs: number,
): { readonly timeMs: number; readonly value: number } | null {
  const before = indexAt(lane.timesMs, timeMs);
  const candidates = [before, before + 1]
    .map((index) => ({ timeMs: lane.timesMs[index] ?? NaN, value: lane.values[index] ?? NaN }))
    .filter((point) => !Number.isNaN(point.timeMs))
    .sort((left, right) => Math.abs(left.timeMs - timeMs) - Math.abs(right.timeMs - timeMs));
  const [nearest] = candidates;
  return nearest === undefined || Number.isNaN(nearest.value) ? null : nearest;
}

/** The last reading of a lane up to a time; NaN without any. */
export function lastValue(lane: LaneView, toMs: number): number {
  for (let index = indexAt(lane.timesMs, toMs); index >= 0; index -= 1) {
    const value = lane.values[index] ?? NaN;
    if (!Number.isNaN(value)) return value;
  }
  return NaN;
}

export interface Line {
  readonly x: number[];
  readonly y: number[];
}

/** The points of a lane that lie within bands, one stretch per band, parted by NaN; a single point is drawn `leastMs` wide. Bands and points rise in time. */
export function pointsWithin(
  lane: Pick<LaneView, 'timesMs' | 'values'>,
  bands: readonly Band[],
  leastMs: number,
): Line {
  const x: number[] = [];
  const y: number[] = [];
  for (const band of bands) {
    const before = x.length;
    for (let index = indexAt(lane.timesMs, band.startMs - 0.5) + 1; index < lane.timesMs.length; index += 1) {
      const timeMs = lane.timesMs[index] ?? Infinity;
      if (timeMs > band.endMs) break;
      x.push(timeMs);
      y.push(lane.values[index] ?? NaN);
    }
    if (x.length === before + 1) {
      const timeMs = x[before] ?? NaN;
      x.splice(before, 1, timeMs - leastMs / 2, timeMs + leastMs / 2);
      y.push(y[before] ?? NaN);
    }
    if (x.length > before) {
      x.push(band.endMs);
      y.push(NaN);
    }
  }
  return { x, y };
}

/** Readings with a gap on both sides: a line alone would not show them. */
export function lonePoints(lane: Pick<LaneView, 'timesMs' | 'values'>): Line {
  const x: number[] = [];
  const y: number[] = [];
  const isMissing = (index: number): boolean => Number.isNaN(lane.values[index] ?? NaN);
  for (let index = 0; index < lane.values.length; index += 1) {
    if (isMissing(index) || !isMissing(index - 1) || !isMissing(index + 1)) continue;
    x.push(lane.timesMs[index] ?? NaN);
    y.push(lane.values[index] ?? NaN);
  }
  return { x, y };
}

/** Outlines of the bands over the whole height, parted by NaN; a band is drawn at least `leastMs` wide. */
export function bandOutlines(bands: readonly Band[], leastMs: number, bottom: number, top: number): Line {
  const x: number[] = [];
  const y: number[] = [];
  for (const band of bands) {
    const widen = Math.max(0, leastMs - (band.endMs - band.startMs)) / 2;
    const start = band.startMs - widen;
    const end = band.endMs + widen;
    x.push(start, start, end, end, start, NaN);
    y.push(bottom, top, top, bottom, bottom, NaN);
  }
  return { x, y };
}

const DENSE_SHARE = 0.4;

/** Whether bands would cover so much of a chart that nothing could be told from them. */
export function areBandsDense(bands: readonly Band[], msPerPixel: number, spanMs: number): boolean {
  let covered = 0;
  for (const band of bands) covered += Math.max(band.endMs - band.startMs, 2 * msPerPixel);
  return bands.length > 20 && covered > DENSE_SHARE * spanMs;
}

export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** From the first to the last drawn point of all lanes. */
export function spanOfLanes(lanes: readonly Pick<LaneView, 'timesMs'>[]): Stretch {
  let fromMs = Infinity;
  let toMs = -Infinity;
  for (const { timesMs } of lanes) {
    fromMs = Math.min(fromMs, timesMs[0] ?? Infinity);
    toMs = Math.max(toMs, timesMs.at(-1) ?? -Infinity);
  }
  return fromMs <= toMs ? { fromMs, toMs } : { fromMs: 0, toMs: 0 };
}

/** What was measured, and the score of it, which stays in sight while the others scroll. */
export const splitLanes = (
  lanes: readonly LaneView[],
): { readonly tags: readonly LaneView[]; readonly scores: readonly LaneView[] } => ({
  tags: lanes.filter(({ threshold }) => threshold === null),
  scores: lanes.filter(({ threshold }) => threshold !== null),
});

/** The band under the pointer, with some pixels of patience; the narrowest wins. */
export function bandAt(bands: readonly Band[], timeMs: number, patienceMs: number): Band | null {
  const hits = bands.filter(
    (band) => timeMs >= band.startMs - patienceMs && timeMs <= band.endMs + patienceMs,
  );
  hits.sort((left, right) => left.endMs - left.startMs - (right.endMs - right.startMs));
  return hits[0] ?? null;
}

/** Height of a lane so that all fill the space, but never below 60 px. */
export const laneHeight = (available: number, count: number): number =>
  Math.max(60, Math.floor(available / Math.max(1, count)));

const SHORT_MODES: Readonly<Record<OperatingMode, string>> = {
  off: 'off',
  'start-up': 'start',
  steady: 'steady',
  'load change': 'load',
  shutdown: 'stop',
  unknown: '',
};
/** Widest letter of the strip on average, and the air at both ends. */
const LETTER_PX = 7;
const MODE_AIR_PX = 10;

/** The name of a mode as far as it fits into its stretch: whole, short, or none; never cut. */
export const modeName = (mode: OperatingMode, widePx: number): string =>
  [mode, SHORT_MODES[mode], ''].find((name) => name.length * LETTER_PX + MODE_AIR_PX <= widePx) ?? '';

/** Bands by the way they are drawn: what is wrong with the plant, with a sensor, and what cannot be told. */
export function splitBands(bands: readonly Band[]): {
  readonly process: readonly Band[];
  readonly sensor: readonly Band[];
  readonly quiet: readonly Band[];
} {
  const ofKind = (...kinds: readonly Band['kind'][]): readonly Band[] =>
    bands.filter((band) => kinds.includes(band.kind ?? 'process'));
  return { process: ofKind('process'), sensor: ofKind('sensor'), quiet: ofKind('unknown', 'gap') };
}
