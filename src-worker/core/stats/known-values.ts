/** A copy of the values that are not NaN, in their order. */
export function knownValues(values: ArrayLike<number>): Float64Array {
  // The engine looks for NaN and copies faster than any loop that it has just met.
  if (values instanceof Float64Array && !values.includes(NaN)) return values.slice();
  const known = new Float64Array(values.length);
  let count = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    // Only NaN differs from itself.
    if (value === value) known[count++] = value;
  }
  return known.subarray(0, count);
}
