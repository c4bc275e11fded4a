import { FREE_FROM, loadModeKernel } from './mode-kernel.ts';

/** With fewer rows, starting the kernel costs more than it saves; more do not fit into its memory. */
const FEWEST_ROWS = 16_384;
const MOST_ROWS = 1 << 25;
/** Rows of one call: the engine takes its better code at the next one. */
const PORTION_ROWS = 16_384;

/** What `findModesPlainly` gives, in WebAssembly; null where that is not there, or not worth it. */
export function findModesByKernel(
  timesMs: Float64Array,
  load: Float64Array,
  ratedLoad: number,
  windowMs: number,
  fewestRows = FEWEST_ROWS,
): Uint8Array | null {
  const rowCount = load.length;
  if (rowCount < fewestRows || rowCount > MOST_ROWS) return null;
  const times = FREE_FROM;
  const loads = times + 8 * rowCount;
  const modes = loads + 8 * rowCount;
  const kernel = loadModeKernel(modes + rowCount);
  if (kernel === null) return null;
  const { buffer } = kernel.memory;
  new Float64Array(buffer, times, rowCount).set(timesMs);
  new Float64Array(buffer, loads, rowCount).set(load);
  kernel.begin(times, loads, modes, windowMs, ratedLoad);
  for (let from = 0; from < rowCount; from += PORTION_ROWS)
    kernel.findModes(from, Math.min(rowCount, from + PORTION_ROWS));
  return new Uint8Array(buffer, modes, rowCount).slice();
}
