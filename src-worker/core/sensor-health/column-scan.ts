import type { Matrix } from '../matrix.ts';
import { writeColumn } from '../samples/columns.ts';
import { roughness, roughUnit } from './column-behaviour.ts';
import { FREE_FROM, loadColumnKernel } from './column-kernel.ts';
import { canJump, findJumpsAndBack } from './find-spikes.ts';
import { findRepeats } from './find-stuck.ts';
import { newStretches, type Stretch, stretchesBeyond } from './stretch.ts';

/**
 * The readings of a column, and passes over all of them. `scaled`: as logarithms where the column is relative, else the
 * readings themselves.
 */
export interface ColumnScan {
  readonly values: Float64Array;
  readonly scaled: Float64Array;
  /** 1 for each row that a finding covers; the caller's to write. */
  readonly taken: Uint8Array;
  /** Readings below `low` or above `high`; see `stretchesBeyond`. */
  beyond(low: number, high: number, bridge: number, least: number): Stretch[];
  /** See `findRepeats`. */
  repeats(needed: number): Stretch[];
  /** See `findJumpsAndBack`; of `scaled`. */
  jumpsAndBack(limit: number): Stretch[];
  /** See `roughness`; of `scaled`. Valid until it is asked for again. */
  roughness(noise: number, leavesOutTaken: boolean): Float32Array;
  /** Where the roughness that was asked for last is above `limit`. */
  rougherThan(limit: number, bridge: number, least: number): Stretch[];
}

/** Reads a column into a scan, which is valid until the next one is read. */
export type ReadColumn = (column: number, isRelative: boolean) => ColumnScan;

/** With fewer rows, starting a kernel costs more than it saves. */
const FEWEST_ROWS = 16_384;
/** More would not fit into the memory that a kernel can have. */
const MOST_ROWS = 1 << 25;

/** Passes in WebAssembly where there are many rows and the host has it; both ways find the same. */
export const columnReader = (samples: Matrix): ReadColumn =>
  (samples.rowCount < FEWEST_ROWS || samples.rowCount > MOST_ROWS ? null : kernelReader(samples)) ??
  plainReader(samples);

export const plainReader =
  (samples: Matrix): ReadColumn =>
  (column, isRelative) => {
    const values = new Float64Array(samples.rowCount);
    writeColumn(samples, column, values);
    const scaled = isRelative ? values.map(Math.log) : values;
    const taken = new Uint8Array(values.length);
    let rough: Float32Array = new Float32Array(0);
    return {
      values,
      scaled,
      taken,
      beyond: (low, high, bridge, least) => stretchesBeyond(values, low, high, bridge, least),
      repeats: (needed) => findRepeats(values, needed),
      jumpsAndBack: (limit) => findJumpsAndBack(scaled, limit),
      roughness: (noise, leavesOutTaken) => (rough = roughness(scaled, noise, leavesOutTaken ? taken : null)),
      rougherThan: (limit, bridge, least) => stretchesBeyond(rough, -Infinity, limit, bridge, least),
    };
  };

/** Rows of one call: the engine takes its better code at the next one. */
const PORTION_ROWS = 16_384;

/** Null where the host has no WebAssembly. */
export function kernelReader(samples: Matrix, portionRows = PORTION_ROWS): ReadColumn | null {
  const { rowCount } = samples;
  const valuesAt = FREE_FROM;
  const scaledAt = valuesAt + 8 * rowCount;
  const roughAt = scaledAt + 8 * rowCount;
  const foundAt = roughAt + 4 * rowCount;
  // A portion gives two numbers for each row at most, and those of a stretch that it ends with.
  const takenAt = foundAt + 8 * (portionRows + 1);
  const kernel = loadColumnKernel(takenAt + rowCount);
  if (kernel === null) return null;
  const { buffer } = kernel.memory;
  const values = new Float64Array(buffer, valuesAt, rowCount);
  const rough = new Float32Array(buffer, roughAt, rowCount);
  const found = new Uint32Array(buffer, foundAt, 2 * (portionRows + 1));
  const taken = new Uint8Array(buffer, takenAt, rowCount);
  kernel.begin(foundAt, rowCount);

  /** Calls `take` with the numbers that each portion of the rows gives. */
  function pass(find: (from: number, to: number) => number, take: (numbers: Uint32Array) => void): void {
    for (let from = 0; from < rowCount; from += portionRows) {
      const count = find(from, Math.min(rowCount, from + portionRows));
      if (count > 0) take(found.subarray(0, count));
    }
  }
  function joined(find: (from: number, to: number) => number, bridge: number, least: number): Stretch[] {
    const stretches = newStretches(bridge, least);
    pass(find, (rows) => rows.forEach((row) => stretches.add(row)));
    return stretches.take();
  }
  function pairs(find: (from: number, to: number) => number): Stretch[] {
    const stretches: Stretch[] = [];
    pass(find, (ends) => {
      for (let at = 0; at < ends.length; at += 2) stretches.push({ from: ends[at], to: ends[at + 1] });
    });
    return stretches;
  }

  return (column, isRelative) => {
    writeColumn(samples, column, values);
    const scaled = isRelative ? new Float64Array(buffer, scaledAt, rowCount) : values;
    if (isRelative) for (let row = 0; row < rowCount; row++) scaled[row] = Math.log(values[row]);
    taken.fill(0);
    const { byteOffset } = scaled;
    return {
      values,
      scaled,
      taken,
      beyond: (low, high, bridge, least) =>
        joined((from, to) => kernel.beyond(valuesAt, from, to, low, high), bridge, least),
      repeats: (needed) =>
        needed === Infinity ? [] : pairs((from, to) => kernel.repeats(valuesAt, from, to, needed)),
      jumpsAndBack: (limit) =>
        canJump(limit) ? pairs((from, to) => kernel.jumpsAndBack(byteOffset, from, to, limit)) : [],
      roughness(noise, leavesOutTaken) {
        const unit = roughUnit(noise);
        if (!(unit > 0)) return rough.fill(NaN);
        const write = (from: number, to: number): number => {
          kernel.roughness(byteOffset, leavesOutTaken ? takenAt : 0, roughAt, from, to, unit);
          return 0;
        };
        pass(write, () => undefined);
        return rough;
      },
      rougherThan: (limit, bridge, least) =>
        joined((from, to) => kernel.rougherThan(roughAt, from, to, limit), bridge, least),
    };
  };
}
