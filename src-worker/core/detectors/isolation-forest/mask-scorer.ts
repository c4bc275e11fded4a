import type { Matrix } from '../../matrix.ts';
import { reserveAreas } from '../../kernel-areas.ts';
import type { PathSummer } from './forest.ts';
import type { MaskGroup } from './mask-tables.ts';
import { UNIT_PATHS } from './mask-unit.ts';
import { FREE_FROM, loadKernel, type ScoreKernel } from './score-kernel.ts';

/** Rows whose codes and sums stay in the nearest cache while the units pass over them; a multiple of 8. */
const BLOCK_ROWS = 512;
/** Most memory for the tables; a forest that needs more is walked instead. */
const MOST_BYTES = 64 * 1024 * 1024;
const UNIT_BYTES = 20;
const PATH_BYTES = UNIT_PATHS * 8;

/** A summer by bit masks in WebAssembly SIMD; null where the host has no SIMD or the tables would be too large. */
export function createMaskSummer(groups: readonly MaskGroup[], columnCount: number): PathSummer | null {
  const area = reserveAreas(FREE_FROM);
  const rows = area.reserve(BLOCK_ROWS * columnCount * 4);
  const sums = area.reserve(BLOCK_ROWS * 8);
  const placed = groups.map((group) => placeGroup(group, area.reserve));
  if (area.byteCount() > MOST_BYTES) return null;
  const kernel = loadKernel(area.byteCount());
  if (kernel === null) return null;
  for (const group of placed) writeGroup(kernel.memory.buffer, group);
  return (samples) => sumByBlocks(kernel, placed, rows, sums, samples);
}

/** A group and the addresses of its parts. */
interface PlacedGroup {
  readonly group: MaskGroup;
  readonly columns: readonly PlacedColumn[];
  readonly units: number;
  readonly unitEnd: number;
  /** Of each unit: its list of code columns, its mask offsets, and its path lengths followed by its masks. */
  readonly unitParts: readonly {
    readonly codes: number;
    readonly offsets: number;
    readonly tables: number;
  }[];
}

interface PlacedColumn {
  readonly thresholds: number;
  /** Steps of the search in the thresholds, whose number is filled up to 2^levels. */
  readonly levels: number;
  readonly codes: number;
}

function placeGroup(group: MaskGroup, reserve: (bytes: number) => number): PlacedGroup {
  const units = reserve(group.units.length * UNIT_BYTES);
  return {
    group,
    columns: group.columns.map(({ thresholds }) => {
      const levels = Math.ceil(Math.log2(thresholds.length + 1));
      return { levels, thresholds: reserve(4 << levels), codes: reserve(BLOCK_ROWS * 2) };
    }),
    units,
    unitEnd: units + group.units.length * UNIT_BYTES,
    unitParts: group.units.map((unit) => ({
      codes: reserve(unit.columns.length * 4),
      offsets: reserve(unit.maskOffsets.byteLength),
      tables: reserve(PATH_BYTES + unit.masks.byteLength),
    })),
  };
}

function writeGroup(memory: ArrayBuffer, { group, columns, units, unitParts }: PlacedGroup): void {
  columns.forEach(({ thresholds, levels }, index) => {
    // Filled up with infinity, which no value is above.
    const area = new Float32Array(memory, thresholds, 1 << levels).fill(Infinity);
    area.set(group.columns[index].thresholds);
  });
  group.units.forEach((unit, index) => {
    const { codes, offsets, tables } = unitParts[index];
    const codeAddresses = unit.columns.map((position) => columns[position].codes);
    new Uint32Array(memory, codes, codeAddresses.length).set(codeAddresses);
    new Uint16Array(memory, offsets, unit.maskOffsets.length).set(unit.maskOffsets);
    new Float64Array(memory, tables, UNIT_PATHS).set(unit.paths);
    new Int32Array(memory, tables + PATH_BYTES, unit.masks.length).set(unit.masks);
    new Uint32Array(memory, units + index * UNIT_BYTES, UNIT_BYTES / 4).set([
      codes,
      codes + codeAddresses.length * 4,
      offsets,
      tables,
      PATH_BYTES + unit.masks.byteLength,
    ]);
  });
}

function sumByBlocks(
  kernel: ScoreKernel,
  groups: readonly PlacedGroup[],
  rows: number,
  sums: number,
  samples: Matrix,
): Float64Array {
  const { rowCount, columnCount, data } = samples;
  const result = new Float64Array(rowCount);
  const rowArea = new Float32Array(kernel.memory.buffer, rows, BLOCK_ROWS * columnCount);
  const sumArea = new Float64Array(kernel.memory.buffer, sums, BLOCK_ROWS);
  for (let from = 0; from < rowCount; from += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rowCount - from);
    // The kernel takes rows by eight; what is left from the block before may fill up the last eight.
    const padded = Math.ceil(count / 8) * 8;
    rowArea.set(data.subarray(from * columnCount, (from + count) * columnCount));
    sumArea.fill(0);
    for (const { group, columns, units, unitEnd } of groups) {
      columns.forEach(({ thresholds, levels, codes }, index) => {
        const { column, firstCode } = group.columns[index];
        kernel.codeColumn(rows + column * 4, columnCount, padded, thresholds, levels, 2 * firstCode, codes);
      });
      kernel.addUnits(units, unitEnd, sums, padded);
    }
    result.set(count === BLOCK_ROWS ? sumArea : sumArea.subarray(0, count), from);
  }
  return result;
}
