/** Rows from (included) to (included). */
export interface RowWindow {
  readonly from: number;
  readonly to: number;
}

/** Stretches of ones, in order. */
export function windowsOf(labels: Uint8Array): RowWindow[] {
  const windows: RowWindow[] = [];
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] === 0) continue;
    const from = row;
    while (row + 1 < labels.length && labels[row + 1] !== 0) row++;
    windows.push({ from, to: row });
  }
  return windows;
}

/** Windows with at least one flagged row in them. */
export const countWindowsHit = (flags: Uint8Array, windows: readonly RowWindow[]): number =>
  windows.filter(({ from, to }) => flags.subarray(from, to + 1).includes(1)).length;

/** Flagged rows that are not labelled, as episodes: such rows at most `mergeRows` apart are one. */
export function countFalseEpisodes(flags: Uint8Array, labels: Uint8Array, mergeRows = 12): number {
  let episodes = 0;
  let last = -Infinity;
  for (let row = 0; row < flags.length; row++) {
    if (flags[row] === 0 || labels[row] !== 0) continue;
    if (row - last > mergeRows) episodes++;
    last = row;
  }
  return episodes;
}

/** Windows in order, those that touch or overlap joined to one. */
export function mergeWindows(windows: readonly RowWindow[]): RowWindow[] {
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of windows.toSorted((one, other) => one.from - other.from)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to + 1) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}
