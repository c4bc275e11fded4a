/** The first value and every `step`-th one after it. */
export function everyNth(values: Float32Array | Float64Array, step: number): Float64Array {
  if (step <= 1) return values instanceof Float64Array ? values : new Float64Array(values);
  const picked = new Float64Array(Math.ceil(values.length / step));
  for (let at = 0; at < picked.length; at++) picked[at] = values[at * step];
  return picked;
}
