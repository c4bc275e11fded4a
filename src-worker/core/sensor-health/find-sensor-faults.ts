import { type Checkpoint } from '../checkpoint.ts';
import type { Matrix } from '../matrix.ts';
import { blockMeans } from '../samples/columns.ts';
import { usualStepMs } from '../stats/usual-step.ts';
import type { ColumnBehaviour } from './column-behaviour.ts';
import { type ColumnScan, columnReader } from './column-scan.ts';
import { findMissing, missingFrom, silentRows } from './find-dropouts.ts';
import { findDrifts } from './find-drifts.ts';
import { LEAST_ROUGH_ROWS, oscillates, ROUGH_BRIDGE, whereItScatters } from './find-noise.ts';
import { loneSpikes } from './find-spikes.ts';
import { stuckFrom } from './find-stuck.ts';
import { type Blocks, findHiddenScatter } from './hidden-scatter.ts';
import { inOperation } from './in-operation.ts';
import { departures } from './peers.ts';
import { hasGrown, otherColumns, scatterFinding, scatterOf } from './scatter.ts';
import type { SensorFinding } from './sensor-finding.ts';
import type { SensorModel } from './sensor-model.ts';
import { overlap, type Stretch } from './stretch.ts';

const DRIFT_WINDOW_MS = 12 * 3_600_000;
const LEAST_DRIFT_ROWS = 12;
/** A peer has moved when its readings differ by this many of its noise. */
const MOVED_NOISE = 6;
/** A tag that repeats itself less than this by chance is stuck even while the plant stands still. */
const RARE_REPEATS = 0.2;
/** Healthy noise gives 0.8; a signal that is rough already has outliers, not spikes. */
const MOST_ROUGH_AT_SPIKE = 1.3;

/**
 * Everything in the samples that looks like a fault of one sensor and not like the plant: see the `find-*` files for
 * each rule. Findings of one column do not overlap; in time order within a column. Looks at readings, never at scores.
 * Tags are compared with each other outside of the rows marked in `resting` (see `restingRows`).
 */
export async function findSensorFaults(
  timesMs: Float64Array,
  samples: Matrix,
  trainFrom: number,
  trainTo: number,
  model: SensorModel,
  resting: Uint8Array,
  checkpoint: Checkpoint,
): Promise<SensorFinding[]> {
  const { rowCount, columnCount } = samples;
  const silent = silentRows(samples.data, rowCount, columnCount);
  const readColumn = columnReader(samples);
  const found: SensorFinding[] = [];
  for (let column = 0; column < columnCount; column++) {
    await checkpoint((0.7 * column) / columnCount, 'Checking sensors');
    found.push(
      ...columnFindings(samples, column, readColumn(column, model.isRelative[column]), silent, model),
    );
  }
  await checkpoint(0.7, 'Comparing sensors');
  if (model.peers.every((list) => list.length === 0)) return found;
  const { blockRows } = model;
  const blocks = {
    means: inOperation(blockMeans(samples, blockRows), resting, blockRows),
    trainFrom: Math.floor(trainFrom / blockRows),
    trainTo: Math.ceil(trainTo / blockRows),
  };
  found.push(...findHiddenScatter(samples, blocks, model, found));
  const drifts = driftFindings(timesMs, samples.rowCount, blocks, model);
  return [...found, ...drifts.filter((drift) => !found.some((one) => isSameFault(one, drift)))];
}

/** A drift of which another fault of the same sensor makes up a quarter says the same once more. */
const isSameFault = (one: SensorFinding, drift: SensorFinding): boolean =>
  one.column === drift.column && 4 * overlap(one, drift) > drift.to - drift.from;

function columnFindings(
  samples: Matrix,
  column: number,
  scan: ColumnScan,
  silent: Uint8Array,
  model: SensorModel,
): SensorFinding[] {
  const { values, scaled, taken } = scan;
  const behaviour = model.behaviours[column];
  const found: SensorFinding[] = [];
  const add = (finding: SensorFinding): void => {
    found.push(finding);
    taken.fill(1, finding.from, finding.to);
  };
  for (const stretch of findMissing(values, silent, behaviour)) {
    const witnesses = presentColumns(samples, column, stretch, model);
    add({
      ...stretch,
      column,
      isProcess: false,
      fault: 'dropout',
      noticed: Math.min(stretch.to - 1, stretch.from + missingFrom(behaviour) - 1),
      value: stretch.to - stretch.from,
      compared: NaN,
      witnesses,
    });
  }
  const [low, high] = model.possible[column];
  const out = low === null && high === null ? [] : scan.beyond(low ?? -Infinity, high ?? Infinity, 3, 1);
  for (const stretch of out) {
    const value = values[stretch.from];
    const bound = low !== null && value < low ? low : (high ?? NaN);
    add({
      ...stretch,
      column,
      isProcess: false,
      fault: 'out of range',
      noticed: stretch.from,
      value,
      compared: bound,
      witnesses: [],
    });
  }
  for (const stretch of scan.repeats(stuckFrom(behaviour))) {
    const witnesses = movingPeers(samples, stretch, model, column);
    if (witnesses.length === 0 && !(behaviour.repeatShare < RARE_REPEATS)) continue;
    add({
      ...stretch,
      column,
      isProcess: false,
      fault: 'stuck',
      noticed: Math.min(stretch.to - 1, stretch.from + stuckFrom(behaviour) - 1),
      value: values[stretch.from],
      compared: behaviour.noise,
      witnesses,
    });
  }
  const rough = scan.roughness(behaviour.noise, false);
  for (const spike of loneSpikes(scan.jumpsAndBack(behaviour.jumpLimit))) {
    if (taken[spike.from] === 1 || rough[spike.from - 1] > MOST_ROUGH_AT_SPIKE) continue;
    if (model.isRelative[column] && hasGrown(scaled, spike.from, behaviour.noise)) continue;
    const { jumping, still } = jumpsAt(samples, column, spike, model.behaviours);
    if (jumping > 0) continue;
    const { from, to } = spike;
    const peak = extreme(values, spike);
    add({
      from,
      to,
      column,
      isProcess: false,
      fault: 'spike',
      noticed: Math.min(samples.rowCount - 1, to),
      value: peak,
      compared: before(values, from),
      witnesses: still,
    });
  }
  // A spike or a fault found already is no scatter.
  if (found.length > 0) scan.roughness(behaviour.noise, true);
  for (const stretch of whereItScatters(
    scan.rougherThan(behaviour.roughLimit, ROUGH_BRIDGE, LEAST_ROUGH_ROWS),
  )) {
    const scatter = {
      size: scatterOf(scaled, stretch),
      usual: behaviour.noise,
      swings: oscillates(scaled, stretch),
    };
    const finding = scatterFinding(samples, column, stretch, scaled, scatter, model);
    if (finding !== null) add(finding);
  }
  return found.sort((one, other) => one.from - other.from);
}

/** Columns that go on giving readings; one that never changes tells nothing. */
function presentColumns(
  samples: Matrix,
  column: number,
  { from, to }: Stretch,
  { behaviours }: SensorModel,
): number[] {
  return otherColumns(samples, column).filter((other) => {
    if (behaviours[other].repeatShare === 1) return false;
    let known = 0;
    for (let row = from; row < to; row++)
      if (!Number.isNaN(samples.data[row * samples.columnCount + other])) known++;
    return known * 2 > to - from;
  });
}

function rangeOf({ data, columnCount }: Matrix, column: number, from: number, to: number): number {
  let low = Infinity;
  let high = -Infinity;
  for (let row = from; row < to; row++) {
    const value = data[row * columnCount + column];
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high > low ? high - low : 0;
}

/** Peers of the column that move during the stretch by more than their noise. */
const movingPeers = (samples: Matrix, { from, to }: Stretch, model: SensorModel, column: number): number[] =>
  model.peers[column]
    .map((peer) => peer.column)
    .filter((other) => rangeOf(samples, other, from, to) > MOVED_NOISE * model.behaviours[other].noise);

/** Other columns at the moment of a spike: how many jump too, and which of the peers stay still. */
function jumpsAt(
  samples: Matrix,
  column: number,
  { from, to }: Stretch,
  behaviours: readonly ColumnBehaviour[],
): { readonly jumping: number; readonly still: number[] } {
  const still: number[] = [];
  let jumping = 0;
  const first = Math.max(0, from - 2);
  const end = Math.min(samples.rowCount, to + 1);
  for (const other of otherColumns(samples, column)) {
    if (rangeOf(samples, other, first, end) > behaviours[other].jumpLimit * 1.5) jumping++;
    else still.push(other);
  }
  return { jumping, still };
}

/** The reading of a stretch that is furthest from the one before it. */
function extreme(values: Float64Array, { from, to }: Stretch): number {
  const start = before(values, from);
  let most = values[from];
  for (let row = from; row < to; row++)
    if (Math.abs(values[row] - start) > Math.abs(most - start)) most = values[row];
  return most;
}

/** The last reading before a row. */
function before(values: Float64Array, row: number): number {
  for (let at = row - 1; at >= 0; at--) if (!Number.isNaN(values[at])) return values[at];
  return NaN;
}

function driftFindings(
  timesMs: Float64Array,
  rowCount: number,
  { means, trainFrom, trainTo }: Blocks,
  model: SensorModel,
): SensorFinding[] {
  const { blockRows, peers, roles } = model;
  const departed = withLoneVibrations(departures(means, peers), means, model);
  const stepMs = usualStepMs(timesMs) * blockRows;
  const window = Math.max(
    LEAST_DRIFT_ROWS,
    Math.min(departed.rowCount, Math.round(DRIFT_WINDOW_MS / Math.max(1, stepMs))),
  );
  return findDrifts(departed, trainFrom, trainTo, window, peers, roles).map(
    ({ column, from, to, noticed, departure, isProcess }) => ({
      column,
      isProcess,
      fault: 'drift',
      from: from * blockRows,
      to: Math.min(rowCount, to * blockRows),
      noticed: Math.min(rowCount - 1, noticed * blockRows),
      value: departure * peers[column][0].sigma,
      compared: peers[column][0].sigma,
      witnesses: peers[column].map((peer) => peer.column),
    }),
  );
}

/** A vibration that no tag foretells departs from its own level, so that it can speak for a bearing that warms. */
function withLoneVibrations(
  departed: Matrix,
  { rowCount, columnCount, data }: Matrix,
  { behaviours, isRelative, peers, roles }: SensorModel,
): Matrix {
  for (let column = 0; column < columnCount; column++) {
    if (roles[column] !== 'vibration' || peers[column].length > 0) continue;
    const { middle, spread } = behaviours[column];
    for (let row = 0, at = column; row < rowCount; row++, at += columnCount)
      departed.data[at] = ((isRelative[column] ? Math.log(data[at]) : data[at]) - middle) / spread;
  }
  return departed;
}
