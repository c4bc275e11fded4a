import type { Random } from '../random.ts';
import type { PlannedFault } from './faults/library.ts';
import { createOutageModel } from './outages/outage-model.ts';
import type { PlannedOutage } from './outages/outage.ts';
import { createInstrument, loseReadings, quantise } from './measurement.ts';
import { SIGNAL_COUNT, type Signal } from './signals.ts';
import { createUnitModel } from './unit-model.ts';

interface Series {
  readonly capacityMw: number;
  readonly stepMs: number;
  readonly startMs: number;
}

export interface Rows {
  readonly firstRow: number;
  readonly timesMs: Float64Array;
  readonly columns: readonly { readonly tagName: string; readonly values: Float64Array }[];
}

export interface PlantSimulator {
  /** The next `count` rows; `firstRow` continues where the last call ended. */
  nextRows(firstRow: number, count: number): Rows;
}

/**
 * Unit, faults, outages and instruments, advanced row by row. `planned` and `outages` are ordered by start. While the unit is
 * disconnected, faults of the process rest; those of instruments go on.
 */
export function createPlantSimulator(
  series: Series,
  signals: readonly Signal[],
  planned: readonly PlannedFault[],
  outages: readonly PlannedOutage[],
  random: Random,
): PlantSimulator {
  const unit = createUnitModel(random.split(1), series.capacityMw, series.stepMs, series.startMs);
  const instruments = signals.map((signal, index) => createInstrument(signal, random.split(100 + index)));
  const outage = outages.length === 0 ? null : createOutageModel(outages, series.capacityMw, series.stepMs);
  const values = new Float64Array(SIGNAL_COUNT);
  const noiseFactors = new Float64Array(SIGNAL_COUNT);
  const readings = new Float64Array(SIGNAL_COUNT);
  const row = { values, noiseFactors };
  let active: PlannedFault[] = [];
  let nextFault = 0;

  function updateActive(timeMs: number): void {
    if (active.some((fault) => fault.endMs <= timeMs)) {
      active = active.filter((fault) => fault.endMs > timeMs);
    }
    for (; nextFault < planned.length && planned[nextFault].startMs <= timeMs; nextFault++) {
      if (planned[nextFault].endMs > timeMs) active.push(planned[nextFault]);
    }
  }

  function forcedLoad(timeMs: number): number {
    const outageLoad = outage === null ? NaN : outage.forceLoad(timeMs);
    if (!Number.isNaN(outageLoad)) return outageLoad;
    for (const { fault, startMs } of active) {
      const load = fault.forceLoad?.((timeMs - startMs) / 1000) ?? NaN;
      if (!Number.isNaN(load)) return load;
    }
    return NaN;
  }

  function simulateRow(timeMs: number): void {
    unit.advance(timeMs, forcedLoad(timeMs), values);
    const isDown = outage !== null && outage.reshape(timeMs, values);
    noiseFactors.fill(1);
    if (!isDown) for (const { fault, startMs } of active) fault.disturb?.((timeMs - startMs) / 1000, row);
    for (let index = 0; index < instruments.length; index++) {
      readings[index] = instruments[index].measure(values[index], noiseFactors[index]);
    }
    for (const { fault, startMs } of active) fault.distort?.((timeMs - startMs) / 1000, readings);
    let missing = 0;
    for (let index = 0; index < instruments.length; index++) if (Number.isNaN(readings[index])) missing++;
    loseReadings(readings, instruments, missing);
  }

  return {
    nextRows(firstRow, count) {
      const timesMs = new Float64Array(count);
      const columns = signals.map((signal) => ({
        tagName: signal.tagName,
        values: new Float64Array(count),
      }));
      for (let at = 0; at < count; at++) {
        const timeMs = series.startMs + (firstRow + at) * series.stepMs;
        updateActive(timeMs);
        simulateRow(timeMs);
        timesMs[at] = timeMs;
        for (let index = 0; index < signals.length; index++) {
          columns[index].values[at] = quantise(readings[index], signals[index]);
        }
      }
      return { firstRow, timesMs, columns };
    },
  };
}
