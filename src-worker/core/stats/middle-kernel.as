// The middle kernel: the counting pass of middle-values.ts, in AssemblyScript.
// `npm run build` compiles it into middle-kernel.generated.ts. Addresses are in bytes.

/**
 * Counts the values of one column by where they lie, and keeps those strictly between `low` and `high` from `kept` on
 * (float32). `values` is the column's first value and `step` the distance of its values in bytes. Adds to five u32 at
 * `counts`: below low, equal to low, between, equal to high, above high; NaN is none of them. A comparison is a number
 * here, so no jump depends on the data. Room for one value more than are kept is needed.
 */
export function countColumn(
  values: usize,
  step: usize,
  rowCount: u32,
  low: f32,
  high: f32,
  counts: usize,
  kept: usize,
): void {
  let below: u32 = 0;
  let equalLow: u32 = 0;
  let between: u32 = 0;
  let equalHigh: u32 = 0;
  let above: u32 = 0;
  for (let row: u32 = 0; row < rowCount; row++) {
    const value = load<f32>(values);
    values += step;
    below += u32(value < low);
    equalLow += u32(value == low);
    equalHigh += u32(value == high);
    above += u32(value > high);
    store<f32>(kept + ((<usize>between) << 2), value);
    between += u32(value > low) & u32(value < high);
  }
  store<u32>(counts, load<u32>(counts) + below);
  store<u32>(counts, load<u32>(counts, 4) + equalLow, 4);
  store<u32>(counts, load<u32>(counts, 8) + between, 8);
  store<u32>(counts, load<u32>(counts, 12) + equalHigh, 12);
  store<u32>(counts, load<u32>(counts, 16) + above, 16);
}
