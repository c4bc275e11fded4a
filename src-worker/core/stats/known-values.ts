/** A copy of the values that are not NaN, in their order. */
export function knownValues(values: ArrayLike<number>): Float64Array {
  const known = new Float64Array(values.length);
  let count = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    // Only NaN differs from itself.
    if (value === value) known[count++] = value;
  }
  return known.subarray(0, count);
}
