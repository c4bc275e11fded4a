import type { Matrix } from '../matrix.ts';
import { columnOf } from '../samples/columns.ts';
import { ROUGH_WINDOW, roughness } from './column-behaviour.ts';
import { isProcessDirection } from './find-drifts.ts';
import type { SensorFinding } from './sensor-finding.ts';
import type { SensorModel } from './sensor-model.ts';
import type { Stretch } from './stretch.ts';

const LEVEL_ROWS = 20;
const MOST_ROUGH_OF_CALM = 1.6;
/** Rows before a stretch in which scatter that belongs to wear has been growing. */
const GROWTH_ROWS = 7 * ROUGH_WINDOW;
/** Healthy noise gives 0.8, with a deviation of 0.07 over so many rows. */
const GROWN = 1.1;

export const otherColumns = ({ columnCount }: Matrix, column: number): number[] =>
  Array.from({ length: columnCount }, (_, other) => other).filter((other) => other !== column);

/** Scatter as it was measured: of the readings, or of what their peers do not foretell. */
export interface Scatter {
  /** Standard deviation in the stretch, and what is usual. */
  readonly size: number;
  readonly usual: number;
  /** It swings with a period. */
  readonly swings: boolean;
}

/**
 * What a stretch that scatters more than usual says: noise of the sensor, a swing of the plant, or nothing, where the
 * plant explains it. `scaled` are the readings of the column, as logarithms where its scatter grows with its level.
 */
export function scatterFinding(
  samples: Matrix,
  column: number,
  stretch: Stretch,
  scaled: Float64Array,
  scatter: Scatter,
  model: SensorModel,
): SensorFinding | null {
  if (isOfPlant(scaled, stretch, column, model) || isUpset(samples, column, stretch, model)) return null;
  const witnesses = calmColumns(samples, column, stretch, model);
  if (witnesses.length * 2 < samples.columnCount - 1) return null;
  return {
    ...stretch,
    column,
    isProcess: scatter.swings,
    fault: 'noise',
    noticed: Math.min(stretch.to - 1, stretch.from + ROUGH_WINDOW / 2),
    value: scatter.size,
    compared: scatter.usual,
    witnesses,
  };
}

/** Whether two or more other tags jump within a stretch or just before: then the plant is upset, and everything scatters. */
function isUpset(
  samples: Matrix,
  column: number,
  { from, to }: Stretch,
  { behaviours, isRelative }: SensorModel,
): boolean {
  const { data, columnCount } = samples;
  const first = Math.max(1, from - ROUGH_WINDOW);
  const jumping = otherColumns(samples, column).filter((other) => {
    const { jumpLimit } = behaviours[other];
    for (let row = first; row < to; row++) {
      const now = data[row * columnCount + other];
      const before = data[(row - 1) * columnCount + other];
      const step = isRelative[other] ? Math.log(now / before) : now - before;
      if (Math.abs(step) > jumpLimit) return true;
    }
    return false;
  });
  return jumping.length >= 2;
}

/** Noise leaves the level where it was and where training knows it, and is no machine that runs rougher by the day. */
function isOfPlant(
  scaled: Float64Array,
  stretch: Stretch,
  column: number,
  { behaviours, roles, peers, isRelative }: SensorModel,
): boolean {
  const { noise, middle, spread, low, high } = behaviours[column];
  const within = meanOf(scaled, stretch.from, stretch.to);
  if (within < low || within > high) return true;
  const count = Math.min(LEVEL_ROWS, stretch.to - stretch.from);
  const error = 3 * noise + (3 * scatterOf(scaled, stretch)) / Math.sqrt(count);
  const sinceTraining = within - middle;
  if (isProcessDirection(roles[column], Math.sign(sinceTraining), roles) && sinceTraining > 3 * spread)
    return true;
  const shift = within - meanOf(scaled, Math.max(0, stretch.from - LEVEL_ROWS), stretch.from);
  if (Math.abs(shift) > error && peers[column].length === 0) return true;
  return isRelative[column] && hasGrown(scaled, stretch.from, noise);
}

/** Whether the scatter before a row is larger than usual already: wear begins with it, a bad contact comes at once. */
export function hasGrown(scaled: Float64Array, row: number, noise: number): boolean {
  const rough = roughness(scaled.subarray(Math.max(0, row - GROWTH_ROWS), row), noise);
  return meanOf(rough, 0, rough.length) > GROWN;
}

export function meanOf(values: Float64Array | Float32Array, from: number, to: number): number {
  let sum = 0;
  let count = 0;
  for (let row = from; row < to; row++) {
    if (Number.isNaN(values[row])) continue;
    sum += values[row];
    count++;
  }
  return sum / count;
}

/** Standard deviation of the noise within a stretch, from second differences. */
export function scatterOf(values: Float64Array, { from, to }: Stretch): number {
  let sum = 0;
  let count = 0;
  for (let row = Math.max(2, from); row < to; row++) {
    const difference = values[row] - 2 * values[row - 1] + values[row - 2];
    if (Number.isNaN(difference)) continue;
    sum += difference * difference;
    count++;
  }
  return count === 0 ? 0 : Math.sqrt(sum / count / 6);
}

/** Columns whose own noise stays what it was. */
const calmColumns = (
  samples: Matrix,
  column: number,
  stretch: Stretch,
  { behaviours, isRelative }: SensorModel,
): number[] =>
  otherColumns(samples, column).filter((other) => {
    const from = Math.max(0, stretch.from - 2);
    const part = columnOf(
      {
        rowCount: stretch.to - from,
        columnCount: samples.columnCount,
        data: samples.data.subarray(from * samples.columnCount, stretch.to * samples.columnCount),
      },
      other,
    );
    const rough = roughness(isRelative[other] ? part.map(Math.log) : part, behaviours[other].noise);
    return !rough.some((value) => value > MOST_ROUGH_OF_CALM);
  });
