/**
 * The value that would stand at position `n` (0-based) if `values` were sorted upwards; reorders `values`.
 * Expects no NaN and 0 <= n < values.length. Source: Floyd and Rivest 1975, algorithm SELECT.
 */
export function selectNth(values: Float64Array, n: number): number {
  let left = 0;
  let right = values.length - 1;
  while (right > left) {
    if (right - left > 600) narrow(values, n, left, right);
    const pivot = values[n];
    let low = left;
    let high = right;
    while (low <= high) {
      while (values[low] < pivot) low++;
      while (values[high] > pivot) high--;
      if (low > high) break;
      const moved = values[low];
      values[low] = values[high];
      values[high] = moved;
      low++;
      high--;
    }
    if (high < n) left = low;
    if (low > n) right = high;
  }
  return values[n];
}

/** Brings a good pivot to position `n` by selecting it from a sample of the range around it. */
function narrow(values: Float64Array, n: number, left: number, right: number): void {
  const count = right - left + 1;
  const offset = n - left + 1;
  const logCount = Math.log(count);
  const sampleSize = 0.5 * Math.exp((2 * logCount) / 3);
  const side = offset - count / 2 < 0 ? -1 : 1;
  const spread = 0.5 * Math.sqrt((logCount * sampleSize * (count - sampleSize)) / count) * side;
  const from = Math.max(left, Math.floor(n - (offset * sampleSize) / count + spread));
  const to = Math.min(right, Math.floor(n + ((count - offset) * sampleSize) / count + spread));
  selectNth(values.subarray(from, to + 1), n - from);
}
