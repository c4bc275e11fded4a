/** Rows from (included) to (excluded). */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Stretches of rows for which `isIn` holds, joined where at most `bridge` rows lie between, at least `least` rows long. */
export function stretchesWhere(
  rowCount: number,
  isIn: (row: number) => boolean,
  bridge = 0,
  least = 1,
): Stretch[] {
  const found: Stretch[] = [];
  let from = -1;
  let last = -1;
  for (let row = 0; row <= rowCount; row++) {
    const isHere = row < rowCount && isIn(row);
    if (isHere) {
      if (from < 0) from = row;
      last = row;
    } else if (from >= 0 && (row === rowCount || row - last > bridge)) {
      if (last + 1 - from >= least) found.push({ from, to: last + 1 });
      from = -1;
    }
  }
  return found;
}

export const overlap = (one: Stretch, other: Stretch): number =>
  Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from));
