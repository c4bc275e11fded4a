// The mode kernel: `findModesPlainly` of operating-modes.ts, in AssemblyScript. The plain TypeScript says what is meant;
// every mode is the same. `npm run build` compiles it into mode-kernel.generated.ts. Addresses are in bytes.

/** Codes and limits as in operating-modes.ts. */
const UNKNOWN: u32 = 0;
const OFF: u32 = 1;
const START_UP: u32 = 2;
const STEADY: u32 = 3;
const LOAD_CHANGE: u32 = 4;
const SHUTDOWN: u32 = 5;
const OFF_BELOW: f64 = 0.03;
const OFF_ENDS_AT: f64 = 0.05;
const RUNNING_FROM: f64 = 0.4;
const RUNNING_ENDS_BELOW: f64 = 0.35;
const SETTLED_MS: f64 = 900000;
const CHANGE_FROM: f64 = 0.04;
const CHANGE_ENDS_BELOW: f64 = 0.025;
const FORGET_WINDOWS: f64 = 4;
const RENEW_ROWS: i32 = 1024;

/** Where row 0 would have its time and load (f64) and mode (u8); only rows about those in work are there. */
let times: usize = 0;
let loads: usize = 0;
let modes: usize = 0;
let windowMs: f64 = 0;
let ratedLoad: f64 = 0;

let count: f64 = 0;
let sumTime: f64 = 0;
let sumLoad: f64 = 0;
let sumTimeTime: f64 = 0;
let sumTimeLoad: f64 = 0;
let first: i32 = 0;
let next: i32 = 0;
let renewedRow: i32 = 0;
let originMs: f64 = 0;

let mode: u32 = 0;
let settledFromMs: f64 = NaN;
let lastKnownMs: f64 = -Infinity;

// @ts-ignore: decorator
@inline
function timeAt(row: i32): f64 {
  return load<f64>(times + ((<usize>row) << 3));
}

// @ts-ignore: decorator
@inline
function loadAt(row: i32): f64 {
  return load<f64>(loads + ((<usize>row) << 3));
}

/** Says where row 0 would stand, so that other rows can be brought. */
export function place(timesAt: usize, loadsAt: usize, modesAt: usize): void {
  times = timesAt;
  loads = loadsAt;
  modes = modesAt;
}

/** The first row that is still looked at. */
export function oldestRow(): i32 {
  return first;
}

/** Begins at row 0, which is there. */
export function begin(window: f64, rated: f64): void {
  windowMs = window;
  ratedLoad = rated;
  count = 0;
  sumTime = 0;
  sumLoad = 0;
  sumTimeTime = 0;
  sumTimeLoad = 0;
  first = 0;
  next = 0;
  renewedRow = 0;
  originMs = timeAt(0);
  mode = UNKNOWN;
  settledFromMs = NaN;
  lastKnownMs = -Infinity;
}

/** The rise of the load over the window that ends with a row that has one. */
function changeAt(row: i32): f64 {
  const rowMs = timeAt(row);
  while (timeAt(first) < rowMs - windowMs) {
    const value = loadAt(first);
    if (first < next && value == value) {
      const time = (timeAt(first) - originMs) / windowMs;
      count--;
      sumTime -= time;
      sumLoad -= value;
      sumTimeTime -= time * time;
      sumTimeLoad -= time * value;
    }
    first++;
  }
  if (row - renewedRow >= RENEW_ROWS) {
    count = 0;
    sumTime = 0;
    sumLoad = 0;
    sumTimeTime = 0;
    sumTimeLoad = 0;
    renewedRow = row;
    originMs = timeAt(first);
    next = first;
  }
  for (next = max(next, first); next <= row; next++) {
    const value = loadAt(next);
    if (value != value) continue;
    const time = (timeAt(next) - originMs) / windowMs;
    count++;
    sumTime += time;
    sumLoad += value;
    sumTimeTime += time * time;
    sumTimeLoad += time * value;
  }
  if (count < 3) return 0;
  const squares = sumTimeTime - (sumTime * sumTime) / count;
  const products = sumTimeLoad - (sumTime * sumLoad) / count;
  return squares > 1e-9 ? (products / squares) * ((rowMs - timeAt(first)) / windowMs) : 0;
}

function nextMode(before: u32, share: f64, isSettled: bool, change: f64): u32 {
  if (share < OFF_BELOW || (before == OFF && share < OFF_ENDS_AT)) return OFF;
  if (before == OFF) return START_UP;
  if (before == START_UP && !isSettled) return START_UP;
  if (before == SHUTDOWN && share < RUNNING_FROM) return SHUTDOWN;
  if (share < RUNNING_ENDS_BELOW) return before == START_UP ? START_UP : SHUTDOWN;
  return change >= (before == LOAD_CHANGE ? CHANGE_ENDS_BELOW : CHANGE_FROM) ? LOAD_CHANGE : STEADY;
}

/** Writes the modes of the rows from (included) to (excluded); the rows before have been gone through, and are there from `oldestRow` on. */
export function findModes(from: i32, to: i32): void {
  const forgetMs = FORGET_WINDOWS * windowMs;
  for (let row = from; row < to; row++) {
    const timeMs = timeAt(row);
    const value = loadAt(row);
    const share = value / ratedLoad;
    if (timeMs - lastKnownMs > forgetMs) mode = UNKNOWN;
    if (share == share) {
      lastKnownMs = timeMs;
      const change = abs(changeAt(row)) / ratedLoad;
      if (share >= RUNNING_FROM) {
        if (settledFromMs != settledFromMs) settledFromMs = timeMs;
      } else settledFromMs = NaN;
      mode = nextMode(mode, share, timeMs - settledFromMs >= SETTLED_MS, change);
    }
    store<u8>(modes + row, <u8>mode);
  }
}
