import type { Checkpoint } from '../checkpoint.ts';
import { type Matrix, rowRange } from '../matrix.ts';
import { findModes, MODE, OPERATING_MODES, ratedLoadOf } from '../samples/operating-modes.ts';
import { writeColumn } from '../samples/columns.ts';
import type { TagFacts } from '../samples/tag-roles.ts';
import { type SensorFinding } from '../sensor-health/sensor-finding.ts';
import { findSensorFaults } from '../sensor-health/find-sensor-faults.ts';
import { restingRows } from '../sensor-health/in-operation.ts';
import { learnSensors, type SensorModel } from '../sensor-health/sensor-model.ts';
import { portion } from '../checkpoint.ts';
import { type Baseline, knownLoads, learnBaseline } from './baseline.ts';

/** What is known of the plant's operation around the samples, apart from any detector. */
export interface Operation {
  readonly tags: readonly TagFacts[];
  /** Column of the load; null where no tag tells it. */
  readonly loadColumn: number | null;
  /** Load that counts as rated; NaN without one. */
  readonly ratedLoad: number;
  /** Code of `MODE` for each row. */
  readonly modes: Uint8Array;
  /** 1 for each row outside of everything seen in training: load beyond it, or a mode that never occurred. */
  readonly unknown: Uint8Array;
  readonly baseline: Baseline;
  readonly sensors: SensorModel;
  /** Faults of sensors. */
  readonly findings: readonly SensorFinding[];
  /** Single tags that a fault of the plant moves. */
  readonly processFindings: readonly SensorFinding[];
}

/** A mode counts as seen with so many training samples. */
const LEAST_SEEN = 5;
/** Training samples of a standstill from which it is known how tags read in one. */
const LEAST_RESTING = 50;
/** A tag that repeats itself so often in them is one that rests. */
const RESTS_FROM = 0.5;

export interface OperationInput {
  readonly timesMs: Float64Array;
  readonly samples: Matrix;
  readonly tags: readonly TagFacts[];
  readonly loadColumn: number | null;
  readonly trainFrom: number;
  readonly trainTo: number;
}

/** Modes, usual values by load and sensor faults of the samples, learnt from the training rows. */
export async function learnOperation(input: OperationInput, checkpoint: Checkpoint): Promise<Operation> {
  const { timesMs, samples, tags, loadColumn, trainFrom, trainTo } = input;
  await checkpoint(0, 'Looking at the operation');
  const training = rowRange(samples, trainFrom, trainTo);
  const baseline = learnBaseline(training, loadColumn);
  const { ratedLoad, modes, unknown } = lookAtLoad(input, baseline);
  await checkpoint(0.2, 'Looking at the operation');
  const resting = restingRows(timesMs, modes);
  const sensors = learnSensors(training, tags, samples.rowCount, resting.subarray(trainFrom, trainTo));
  const found = await findSensorFaults(
    timesMs,
    samples,
    trainFrom,
    trainTo,
    sensors,
    resting,
    portion(checkpoint, 0.3, 1),
  );
  const atRest = learnRest(training, modes.subarray(trainFrom, trainTo));
  const findings = found.filter((one) => !one.isProcess && !isAtRest(one, modes, sensors, atRest));
  const processFindings = found.filter((one) => one.isProcess);
  return { tags, loadColumn, ratedLoad, modes, unknown, baseline, sensors, findings, processFindings };
}

/** What follows from the load. Its readings are let go: of many rows they take more than all modes. */
function lookAtLoad(
  { timesMs, samples, loadColumn, trainFrom, trainTo }: OperationInput,
  baseline: Baseline,
): Pick<Operation, 'ratedLoad' | 'modes' | 'unknown'> {
  if (loadColumn === null) {
    const { rowCount } = samples;
    const modes = new Uint8Array(rowCount).fill(MODE.unknown);
    return { ratedLoad: NaN, modes, unknown: new Uint8Array(rowCount) };
  }
  const load = new Float32Array(samples.rowCount);
  writeColumn(samples, loadColumn, load);
  const ratedLoad = ratedLoadOf(load.subarray(trainFrom, trainTo));
  const modes = findModes(timesMs, load, ratedLoad);
  const unknown = unknownRows(load, modes, baseline, modes.subarray(trainFrom, trainTo));
  return { ratedLoad, modes, unknown };
}

/** How a tag reads while the unit is off, in training. */
interface Rest {
  readonly low: number;
  readonly high: number;
  /** Share of neighbouring readings that are equal. */
  readonly repeatShare: number;
}

/** By column; null where training shows too little of a standstill. */
function learnRest(training: Matrix, modes: Uint8Array): readonly Rest[] | null {
  const restingCount = modes.reduce((count, mode) => count + +(mode === MODE.off), 0);
  if (restingCount < LEAST_RESTING) return null;
  return Array.from({ length: training.columnCount }, (_, column) => restOf(training, column, modes));
}

function restOf({ data, columnCount }: Matrix, column: number, modes: Uint8Array): Rest {
  let low = Infinity;
  let high = -Infinity;
  let last = NaN;
  let known = 0;
  let equal = 0;
  for (let row = modes.indexOf(MODE.off); row >= 0; row = modes.indexOf(MODE.off, row + 1)) {
    const value = data[row * columnCount + column];
    if (Number.isNaN(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
    if (value === last) equal++;
    last = value;
    known++;
  }
  return { low, high, repeatShare: equal / Math.max(1, known - 1) };
}

/**
 * What a unit that is off explains, and no instrument: a tag repeats itself as it does in the standstills of training, or
 * as it may while training shows none; a rotor that runs down or up shakes for a moment as it passes its critical speed.
 */
function isAtRest(
  { column, fault, value, from, to, witnesses }: SensorFinding,
  modes: Uint8Array,
  { roles }: SensorModel,
  atRest: readonly Rest[] | null,
): boolean {
  const isPassing = fault === 'spike' && roles[column] === 'vibration';
  if (fault !== 'stuck' && !isPassing) return false;
  let off = 0;
  for (let row = from; row < to; row++)
    if (modes[row] === MODE.off || (isPassing && modes[row] === MODE.startUp)) off++;
  if (2 * off <= to - from) return false;
  if (isPassing || atRest === null || value === 0 || witnesses.length === 0) return true;
  const { low, high, repeatShare } = atRest[column];
  // At the end of what it reads, an instrument whose range ends there repeats itself too.
  return value === low || value === high || (repeatShare >= RESTS_FROM && value > low && value < high);
}

/** Rows with a load or a mode that training does not know. A missing load is not unknown: the other tags may tell enough. */
function unknownRows(
  load: Float32Array,
  modes: Uint8Array,
  baseline: Baseline,
  trained: Uint8Array,
): Uint8Array {
  const seen = new Uint32Array(OPERATING_MODES.length);
  for (let row = 0; row < trained.length; row++) seen[trained[row]]++;
  const isSeen = Uint8Array.from(seen, (count, mode) =>
    mode === MODE.unknown || count >= LEAST_SEEN ? 1 : 0,
  );
  const [low, high] = knownLoads(baseline);
  const unknown = new Uint8Array(modes.length);
  for (let row = 0; row < modes.length; row++) {
    const value = load[row];
    if (value < low || value > high || isSeen[modes[row]] === 0) unknown[row] = 1;
  }
  return unknown;
}
