import { reserveAreas } from '../../kernel-areas.ts';
import type { Matrix } from '../../matrix.ts';
import type { Forest, PathSummer } from './forest.ts';
import { makeMaskTables, type MaskGroup } from './mask-tables.ts';
import { FREE_FROM, loadKernel, type ScoreKernel } from './score-kernel.ts';

/** Rows whose codes and sums stay in the nearest cache while the units pass over them; a multiple of 8. */
const BLOCK_ROWS = 512;
const CODE_BYTES = 2 * BLOCK_ROWS;

/** Addresses in the kernel's memory. */
interface Places {
  readonly rows: number;
  readonly sums: number;
  readonly codes: number;
  readonly codeBytes: number;
  readonly tables: number;
}

/** A summer by bit masks in WebAssembly SIMD; null where the host has no SIMD or the tables would be too large. */
export function createMaskSummer(forest: Forest): PathSummer | null {
  const { columnCount } = forest;
  const { reserve, byteCount } = reserveAreas(FREE_FROM);
  const places = {
    rows: reserve(BLOCK_ROWS * columnCount * 4),
    sums: reserve(BLOCK_ROWS * 8),
    codes: reserve(CODE_BYTES * columnCount),
    codeBytes: CODE_BYTES,
    tables: reserve(0),
  };
  const made = makeMaskTables(forest, places);
  if (made === null) return null;
  const kernel = loadKernel(byteCount() + made.bytes.length);
  if (kernel === null) return null;
  new Uint8Array(kernel.memory.buffer, places.tables, made.bytes.length).set(made.bytes);
  return (samples) => sumByBlocks(kernel, made.groups, places, samples);
}

function sumByBlocks(
  kernel: ScoreKernel,
  groups: readonly MaskGroup[],
  { rows, sums, codes }: Places,
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
    for (const { columns, units, unitEnd } of groups) {
      columns.forEach(({ column, firstCode, thresholds, levels }, position) => {
        const into = codes + CODE_BYTES * position;
        kernel.codeColumn(rows + column * 4, columnCount, padded, thresholds, levels, 2 * firstCode, into);
      });
      kernel.addUnits(units, unitEnd, sums, padded);
    }
    result.set(count === BLOCK_ROWS ? sumArea : sumArea.subarray(0, count), from);
  }
  return result;
}
