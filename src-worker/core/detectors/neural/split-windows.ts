/** The last part of the windows, by which training knows when to stop. */
const HELD_OUT_SHARE = 0.2;
/** With fewer windows than this nothing is held out. */
const FEWEST_WINDOWS = 50;

/**
 * Windows to learn from and, behind a gap of one window, so that no row is in both, windows at the end to measure by:
 * a fifth of all, at most a quarter of an epoch, evenly spaced.
 */
export function splitWindows(
  windowEnds: Int32Array,
  windowRows: number,
  windowsPerEpoch: number,
): { readonly training: Int32Array; readonly heldOut: Int32Array } {
  const heldOutCount = Math.floor(windowEnds.length * HELD_OUT_SHARE);
  const training = windowEnds.subarray(0, windowEnds.length - heldOutCount - windowRows + 1);
  if (windowEnds.length < FEWEST_WINDOWS + 2 * windowRows) {
    return { training: windowEnds, heldOut: new Int32Array(0) };
  }
  const most = Math.max(1, Math.floor(windowsPerEpoch / 4));
  const all = windowEnds.subarray(windowEnds.length - heldOutCount);
  if (all.length <= most) return { training, heldOut: all };
  const heldOut = Int32Array.from({ length: most }, (_, at) => all[Math.floor((at * all.length) / most)]);
  return { training, heldOut };
}
