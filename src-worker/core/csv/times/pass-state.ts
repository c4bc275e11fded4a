import type { ZoneClock } from '../zones/zones.ts';

/** The rows of one series on their way through a repeated hour: which pass they are in, and what shows it. */
export interface PassState {
  /** UTC of the last row; NaN before the first. */
  lastMs: number;
  /** The clock change that the last repeated row belongs to. */
  changeMs: number;
  lastLocalMs: number;
  pass: 1 | 2;
  /** Rows of the present repeated hour that nothing has decided yet; -Infinity once it is decided. */
  openCount: number;
  /** Rows of earlier repeated hours that stayed undecided. */
  undecidedCount: number;
  /** The first row that is or was undecided. */
  openLine: number;
  openLocalMs: number;
}

export const newPassState = (): PassState => ({
  lastMs: NaN,
  changeMs: NaN,
  lastLocalMs: NaN,
  pass: 1,
  openCount: 0,
  undecidedCount: 0,
  openLine: 0,
  openLocalMs: 0,
});

/** Rows of repeated hours whose pass nothing showed. */
export const undecidedRows = (state: PassState): number =>
  state.undecidedCount + Math.max(0, state.openCount);

/**
 * Which of the two passes of a repeated hour a row is in, as the order of the rows shows it; `zone` has just resolved
 * `localMs`. `line` is kept for the question about rows that nothing shows.
 */
export function choosePass(state: PassState, zone: ZoneClock, localMs: number, line: number): 1 | 2 {
  if (state.changeMs !== zone.change.atMs) {
    state.undecidedCount = undecidedRows(state);
    state.changeMs = zone.change.atMs;
    state.pass = state.lastMs > zone.laterMs ? 2 : 1;
    state.openCount = 0;
  } else if (state.openCount > 0) {
    const stepsBack = state.pass === 1 ? localMs <= state.lastLocalMs : localMs >= state.lastLocalMs;
    if (stepsBack) {
      state.pass = state.pass === 1 ? 2 : 1;
      state.openCount = -Infinity;
    }
  }
  state.lastLocalMs = localMs;
  if (state.openCount === 0 && state.undecidedCount === 0) {
    state.openLine = line;
    state.openLocalMs = localMs;
  }
  state.openCount++;
  return state.pass;
}
