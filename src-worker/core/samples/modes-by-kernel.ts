import { FREE_FROM, loadModeKernel } from './mode-kernel.ts';

/** With fewer rows, starting the kernel costs more than it saves. */
const FEWEST_ROWS = 16_384;
/** Rows that are brought into the kernel's memory at a time; as many before them are room for the window. */
const BLOCK_ROWS = 262_144;
/** Rows of one call: the engine takes its better code at the next one. */
const PORTION_ROWS = 16_384;

/**
 * What `findModesPlainly` gives, in WebAssembly; null where that is not there, or not worth it, and where a window holds
 * more rows than a block.
 */
export function findModesByKernel(
  timesMs: Float64Array,
  load: Float32Array | Float64Array,
  ratedLoad: number,
  windowMs: number,
  fewestRows = FEWEST_ROWS,
  blockRows = BLOCK_ROWS,
): Uint8Array | null {
  const rowCount = load.length;
  if (rowCount < fewestRows) return null;
  const room = Math.min(rowCount, 2 * blockRows);
  const times = FREE_FROM;
  const loads = times + 8 * room;
  const modes = loads + 8 * room;
  const kernel = loadModeKernel(modes + blockRows);
  if (kernel === null) return null;
  const { buffer } = kernel.memory;
  const timesThere = new Float64Array(buffer, times, room);
  const loadsThere = new Float64Array(buffer, loads, room);
  const found = new Uint8Array(rowCount);
  for (let block = 0; block < rowCount; block += blockRows) {
    const end = Math.min(rowCount, block + blockRows);
    const first = block === 0 ? 0 : kernel.oldestRow();
    if (end - first > room) return null;
    timesThere.set(timesMs.subarray(first, end));
    loadsThere.set(load.subarray(first, end));
    kernel.place(times - 8 * first, loads - 8 * first, modes - block);
    if (block === 0) kernel.begin(windowMs, ratedLoad);
    for (let from = block; from < end; from += PORTION_ROWS)
      kernel.findModes(from, Math.min(end, from + PORTION_ROWS));
    found.set(new Uint8Array(buffer, modes, end - block), block);
  }
  return found;
}
