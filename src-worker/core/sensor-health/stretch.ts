/** Rows from (included) to (excluded). */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Takes rows in rising order and gives them as stretches. */
export interface StretchList {
  add(row: number): void;
  take(): Stretch[];
}

export function newStretches(bridge: number, least: number): StretchList {
  const found: Stretch[] = [];
  let from = -1;
  let last = -1;
  const close = (): void => {
    if (from >= 0 && last + 1 - from >= least) found.push({ from, to: last + 1 });
  };
  return {
    add(row) {
      if (from < 0 || row - last - 1 > bridge) {
        close();
        from = row;
      }
      last = row;
    },
    take() {
      close();
      return found;
    },
  };
}

/** Stretches of rows for which `isIn` holds, joined where at most `bridge` rows lie between, at least `least` rows long. */
export function stretchesWhere(
  rowCount: number,
  isIn: (row: number) => boolean,
  bridge = 0,
  least = 1,
): Stretch[] {
  const stretches = newStretches(bridge, least);
  for (let row = 0; row < rowCount; row++) if (isIn(row)) stretches.add(row);
  return stretches.take();
}

/** As `stretchesWhere`, of the rows that are marked with 1. */
export function stretchesMarked(marks: Uint8Array, bridge = 0, least = 1): Stretch[] {
  const stretches = newStretches(bridge, least);
  for (let row = 0; row < marks.length; row++) if (marks[row] === 1) stretches.add(row);
  return stretches.take();
}

/** As `stretchesWhere`, of the rows whose value is below `low` or above `high`; a missing value is neither. */
export function stretchesBeyond(
  values: Float64Array | Float32Array,
  low: number,
  high: number,
  bridge = 0,
  least = 1,
): Stretch[] {
  const stretches = newStretches(bridge, least);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value > high || value < low) stretches.add(row);
  }
  return stretches.take();
}

export const overlap = (one: Stretch, other: Stretch): number =>
  Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from));
