import { AppFailure } from '@shared/errors.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { createRandom } from '../random.ts';
import type { KnownEvent } from '../reading-store.ts';
import { defaultFaults, outsideOutages } from './default-faults.ts';
import type { FaultRequest } from './faults/fault.ts';
import { eventsOf, planFaults } from './faults/library.ts';
import { outageEvents } from './outages/outage-events.ts';
import { type OutageRequest, planOutages } from './outages/outage.ts';
import { weeklyOutages } from './outages/weekly-outages.ts';
import { createPlantSimulator } from './plant-simulator.ts';
import { signalsOf, type Signal } from './signals.ts';

export interface PlantOptions {
  readonly capacityMw: number;
  /** `classic`: the five measured quantities of the nine-column table; `full`: every signal. */
  readonly signals: 'classic' | 'full';
  readonly rowCount: number;
  readonly stepMs: number;
  /** Time of the first row, UTC epoch ms. */
  readonly startMs: number;
  readonly seed: number;
  readonly faults: 'default' | 'none' | readonly FaultRequest[];
  /** Absent = none. `weekly`: see `weeklyOutages`; some of its starts are faulty unless `faults` is `none`. */
  readonly outages?: 'none' | 'weekly' | readonly OutageRequest[];
}

/** Consecutive rows as columns. The arrays belong to the receiver. */
export interface PlantPortion {
  readonly firstRow: number;
  readonly timesMs: Float64Array;
  readonly columns: readonly { readonly tagName: string; readonly values: Float64Array }[];
}

export interface GeneratedPlant {
  readonly signals: readonly Signal[];
  /** Ground truth: what went wrong, when and where, in order of start. */
  readonly events: readonly KnownEvent[];
  /** The rows, made while they are read. Can be read once. */
  readonly portions: AsyncGenerator<PlantPortion, void, undefined>;
}

/** A week in 1,000 rows. */
export const DEFAULT_STEP_MS = 600_000;
/** 1 January 2024, 00:00 in India. */
export const DEFAULT_START_MS = Date.UTC(2023, 11, 31, 18, 30);
/** Rows of a portion: those of a stored chunk. */
const PORTION_ROWS = 8192;
const LATEST_MS = 8.64e15;

function checkOptions(options: PlantOptions): void {
  const { rowCount, stepMs, startMs, capacityMw, seed } = options;
  const refuse = (message: string): never => {
    throw new AppFailure({ kind: 'invalid-input', message });
  };
  if (!Number.isInteger(rowCount) || rowCount < 1 || rowCount > 1e9) {
    refuse(`The number of rows must be a whole number from 1 to 1,000,000,000, not ${rowCount}.`);
  }
  if (!Number.isInteger(stepMs) || stepMs < 1) {
    refuse(`The time step must be a whole number of milliseconds, at least 1, not ${stepMs}.`);
  }
  if (!Number.isInteger(startMs) || startMs < -LATEST_MS || startMs + rowCount * stepMs > LATEST_MS) {
    refuse('The rows would leave the calendar. Choose an earlier start, a shorter step or fewer rows.');
  }
  if (!(capacityMw > 0 && capacityMw <= 100_000)) {
    refuse(`The capacity must be above 0 and at most 100,000 MW, not ${capacityMw}.`);
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    refuse(`The seed must be a whole number from 0 to 9,007,199,254,740,991, not ${seed}.`);
  }
}

const overlapsSeries = (
  planned: { readonly startMs: number; readonly endMs: number },
  options: PlantOptions,
): boolean =>
  planned.endMs > options.startMs && planned.startMs < options.startMs + options.rowCount * options.stepMs;

/**
 * Simulates a coal unit: every signal follows the load with its own lag, noise and resolution, and the faults leave the
 * traces that their files describe. Outages, where wanted, stop and start it again. Same options, same bytes; the size of the portions changes nothing; memory is that of
 * one portion. The classic signals have the same readings in both sets.
 * Throws `invalid-input` for options out of range, `cancelled` when the checkpoint does.
 */
export function generatePlant(
  options: PlantOptions,
  checkpoint: Checkpoint,
  portionRows = PORTION_ROWS,
): GeneratedPlant {
  checkOptions(options);
  const random = createRandom(options.seed);
  const everySignal = signalsOf('full', options.capacityMw);
  const signals = signalsOf(options.signals, options.capacityMw);
  const wantedOutages = options.outages ?? 'none';
  const outages = planOutages(
    wantedOutages === 'none'
      ? []
      : wantedOutages === 'weekly'
        ? weeklyOutages(options, options.faults !== 'none', random.split(4))
        : wantedOutages,
  );
  const planned =
    options.faults === 'none'
      ? []
      : options.faults === 'default'
        ? planFaults(
            outsideOutages(defaultFaults(options, everySignal, random.split(1)), outages),
            everySignal,
            random.split(2),
          )
        : planFaults(options.faults, signals, random.split(2));
  const simulator = createPlantSimulator(options, signals, planned, outages, random.split(3));

  async function* portions(): AsyncGenerator<PlantPortion, void, undefined> {
    for (let firstRow = 0; firstRow < options.rowCount; firstRow += portionRows) {
      await checkpoint(firstRow / options.rowCount, 'Simulating the unit');
      yield simulator.nextRows(firstRow, Math.min(portionRows, options.rowCount - firstRow));
    }
  }

  const inSeries = planned.filter((fault) => overlapsSeries(fault, options));
  const events = [
    ...eventsOf(inSeries, signals),
    ...outageEvents(outages, signals).filter((event) => overlapsSeries(event, options)),
  ].sort((one, other) => one.startMs - other.startMs);
  return { signals, events, portions: portions() };
}
