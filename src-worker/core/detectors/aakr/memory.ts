/**
 * Which training vectors an auto-associative model remembers: for every column the rows with its lowest and its highest
 * value, so that the memory spans the training (min-max selection), then rows evenly spaced in the order of their
 * distance from the centre (vector ordering) until there are `most`. Rising, each row once. `z` row-major.
 * Source: Coble, Humberstone and Hines, "Adaptive monitoring, fault detection and diagnostics, and prognostics", 2010.
 */
export function selectMemory(z: Float64Array, columnCount: number, most: number): number[] {
  const rowCount = z.length / columnCount;
  if (rowCount <= most) return Array.from({ length: rowCount }, (_, row) => row);
  const chosen = new Set<number>();
  for (let column = 0; column < columnCount && chosen.size + 2 <= most; column++) {
    let lowest = 0;
    let highest = 0;
    for (let row = 1; row < rowCount; row++) {
      const value = z[row * columnCount + column];
      if (value < z[lowest * columnCount + column]) lowest = row;
      if (value > z[highest * columnCount + column]) highest = row;
    }
    chosen.add(lowest).add(highest);
  }
  const distances = Float64Array.from({ length: rowCount }, (_, row) => {
    let sum = 0;
    for (let at = row * columnCount; at < (row + 1) * columnCount; at++) sum += z[at] ** 2;
    return sum;
  });
  const ordered = Array.from({ length: rowCount }, (_, row) => row)
    .filter((row) => !chosen.has(row))
    .sort((one, other) => distances[one] - distances[other] || one - other);
  const missing = most - chosen.size;
  for (let at = 0; at < missing; at++) {
    chosen.add(ordered[Math.floor(((at + 0.5) * ordered.length) / missing)]);
  }
  return [...chosen].sort((one, other) => one - other);
}
