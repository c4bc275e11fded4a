// The column kernel: what the sensor checks do with every reading of a column, in AssemblyScript.
// `npm run build` compiles it into column-kernel.generated.ts. Addresses are in bytes; `from` and `to` are rows.
// Each function goes through the rows in portions, one after the other from row 0 on, after `begin`. What it finds is
// listed as u32 at `found`; it returns how many numbers there are.

/** Rows of the window of a roughness; half of them must be known. */
const WINDOW: usize = 20;
const LEAST_KNOWN: u32 = 10;
/** One outlier must not make a window rough. */
const CAP: f64 = 6;
/** A spike lasts so many readings at most. */
const MOST_SPIKE: u32 = 3;

/** The last sizes (f64). */
const RECENT: usize = 256;

let found: usize = 0;
let rowCount: u32 = 0;

let held: f64 = NaN;
let heldFrom: u32 = 0;
let heldLast: u32 = 0;
let heldCount: u32 = 0;

let before: f64 = NaN;
let nextRow: u32 = 0;

let sum: f64 = 0;
let count: u32 = 0;
let place: usize = 0;

export function begin(foundAt: usize, rows: u32): void {
  found = foundAt;
  rowCount = rows;
}

/** Rows whose value (f64) is below `low` or above `high`. */
export function beyond(values: usize, from: u32, to: u32, low: f64, high: f64): u32 {
  let listed: usize = found;
  for (let row = from; row < to; row++) {
    const value = load<f64>(values + ((<usize>row) << 3));
    if (u32(value > high) | u32(value < low)) {
      store<u32>(listed, row);
      listed += 4;
    }
  }
  return u32((listed - found) >> 2);
}

/** First row and row after the last one of each stretch of one value with at least `needed` readings. */
export function repeats(values: usize, from: u32, to: u32, needed: u32): u32 {
  if (from == 0) {
    held = NaN;
    heldCount = 0;
  }
  let listed: usize = found;
  for (let row = from; row < to; row++) {
    const value = load<f64>(values + ((<usize>row) << 3));
    if (value == held) {
      heldCount++;
      heldLast = row;
    } else if (value == value) {
      if (heldCount >= needed) {
        store<u32>(listed, heldFrom);
        store<u32>(listed, heldLast + 1, 4);
        listed += 8;
      }
      heldFrom = row;
      heldLast = row;
      held = value;
      heldCount = 1;
    }
  }
  if (to == rowCount && heldCount >= needed) {
    store<u32>(listed, heldFrom);
    store<u32>(listed, heldLast + 1, 4);
    listed += 8;
  }
  return u32((listed - found) >> 2);
}

/** The row at which the readings are back, or 0 if they do not come back in time. */
function firstBack(values: usize, from: u32, level: f64, limit: f64): u32 {
  const distance = load<f64>(values + ((<usize>from) << 3)) - level;
  const sign: f64 = distance > 0 ? 1 : distance < 0 ? -1 : NaN;
  let seen: u32 = 0;
  for (let row = from; row < rowCount && seen <= MOST_SPIKE; row++) {
    const value = load<f64>(values + ((<usize>row) << 3));
    if (value != value) continue;
    if (sign * (value - level) <= 0.5 * limit) return row;
    seen++;
  }
  return 0;
}

/** First row of each jump and the row at which the readings are back. */
export function jumpsAndBack(values: usize, from: u32, to: u32, limit: f64): u32 {
  if (from == 0) {
    before = NaN;
    nextRow = 0;
  }
  let listed: usize = found;
  let row = max(from, nextRow);
  for (; row < to; row++) {
    const value = load<f64>(values + ((<usize>row) << 3));
    if (abs(value - before) <= limit) {
      before = value;
      continue;
    }
    if (value != value) continue;
    if (before != before) {
      before = value;
      continue;
    }
    const back = firstBack(values, row, before, limit);
    if (back > 0) {
      store<u32>(listed, row);
      store<u32>(listed, back, 4);
      listed += 8;
      row = back - 1;
    } else before = value;
  }
  nextRow = row;
  return u32((listed - found) >> 2);
}

/**
 * Writes the mean of the last twenty second differences in `unit` for each row (f32). `taken` (u8): rows that are left
 * out; 0 for none.
 */
export function roughness(values: usize, taken: usize, rough: usize, from: u32, to: u32, unit: f64): void {
  let row = from;
  if (row == 0) {
    for (let at: usize = 0; at < WINDOW; at++) store<f64>(RECENT + (at << 3), NaN);
    sum = 0;
    count = 0;
    place = 0;
    for (; row < min<u32>(2, to); row++) store<f32>(rough + ((<usize>row) << 2), NaN);
  }
  if (row >= to) return;
  let older = load<f64>(values + ((<usize>row - 2) << 3));
  let old = load<f64>(values + ((<usize>row - 1) << 3));
  for (; row < to; row++) {
    const recent = RECENT + (place << 3);
    const gone = load<f64>(recent);
    if (gone >= 0) {
      sum -= gone;
      count--;
    }
    const value = load<f64>(values + ((<usize>row) << 3));
    let size = abs(value - 2 * old + older) / unit;
    if (taken > 0) {
      const marks = taken + row;
      if (load<u8>(marks) | load<u8>(marks - 1) | load<u8>(marks - 2)) size = NaN;
    }
    const counted = size > CAP ? CAP : size;
    store<f64>(recent, counted);
    // False for what is missing: a size is never negative.
    if (counted >= 0) {
      sum += counted;
      count++;
    }
    place = place == WINDOW - 1 ? 0 : place + 1;
    store<f32>(rough + ((<usize>row) << 2), count >= LEAST_KNOWN ? <f32>(sum / <f64>count) : NaN);
    older = old;
    old = value;
  }
}

/** Rows whose roughness (f32) is above `limit`. */
export function rougherThan(rough: usize, from: u32, to: u32, limit: f64): u32 {
  let listed: usize = found;
  for (let row = from; row < to; row++) {
    if (<f64>load<f32>(rough + ((<usize>row) << 2)) > limit) {
      store<u32>(listed, row);
      listed += 4;
    }
  }
  return u32((listed - found) >> 2);
}
