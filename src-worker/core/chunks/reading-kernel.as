// The reading kernel: what is known of the readings of a chunk besides their bytes, in AssemblyScript with WebAssembly
// SIMD. `npm run build` compiles it into reading-kernel.generated.ts. The plain TypeScript says what is meant and why
// (examine-readings.ts, chunk-header.ts, pyramid.ts, summarise-stretch.ts, summary-codec.ts, quality-codec.ts); every number
// and byte is the same.

/** Columns of the readings, 8,192 float64 each. */
const TIMES: usize = 1024;
const VALUES: usize = 66560;
/** Columns of the stretches, of 4,096 float64 each, in the order of `SUMMARY_COLUMNS`; then their steps. */
const STRETCHES: usize = 132096;
const COLUMN: usize = 32768;
/** Nine numbers a stretch, as summary-codec.ts packs them. */
const WHOLES: usize = 558080;
/** One byte a reading; the bytes before and behind are free. Then what quality-codec.ts makes of them. */
const QUALITIES: usize = 853008;
const QUALITY_BYTES: usize = 861216;

const RAW: u8 = 0;
const RUNS: u8 = 1;
const RUN_BYTES: u32 = 3;
/** The bits of a quality that name its text. */
const STATUS_BITS: i8 = -4;

const BUCKET_READINGS: u32 = 64;
const LONG_GAP_STEPS: f64 = 16;
const MOST_CUTS: u32 = 64;
const GAP_STEPS: f64 = 3;
const LARGEST_SAFE: f64 = 9007199254740991;

/** What `examine` finds out. */
const ARE_SOUND: u32 = 1;
const ARE_REGULAR: u32 = 2;
const ARE_WHOLE: u32 = 4;

let haveStatus: bool = false;
let sum: f64 = 0;
let gaps: u32 = 0;
let longestGap: f64 = 0;

export function sumOfValues(): f64 {
  return sum;
}
export function gapCount(): u32 {
  return gaps;
}
export function longestGapMs(): f64 {
  return longestGap;
}

/** Whether times rise and are finite and no value is infinite; whether all distances are equal; whether times are whole. */
export function examine(count: u32): u32 {
  const infinity = f64x2.splat(Infinity);
  const end = VALUES + (<usize>count << 3);
  store<f64>(end, NaN);
  let infinite = i64x2.splat(0);
  for (let at = VALUES; at < end; at += 16)
    infinite = v128.or(infinite, f64x2.eq(f64x2.abs(v128.load(at)), infinity));
  const first = load<f64>(TIMES);
  const lastAt = TIMES + (<usize>(count - 1) << 3);
  const last = load<f64>(lastAt);
  if (v128.any_true(infinite) || !(first > -Infinity) || !(last < Infinity)) return 0;
  if (count == 1) return ARE_SOUND | ARE_REGULAR | (trunc(first) == first ? ARE_WHOLE : 0);
  let least = f64x2.splat(load<f64>(TIMES, 8) - first);
  let most = least;
  let whole = f64x2.eq(f64x2.splat(trunc(first)), f64x2.splat(first));
  let at = TIMES;
  for (; at + 16 <= lastAt; at += 16) {
    const next = v128.load(at, 8);
    const distance = f64x2.sub(next, v128.load(at));
    least = f64x2.min(least, distance);
    most = f64x2.max(most, distance);
    whole = v128.and(whole, f64x2.eq(f64x2.trunc(next), next));
  }
  if (at < lastAt) {
    const distance = f64x2.splat(last - load<f64>(at));
    least = f64x2.min(least, distance);
    most = f64x2.max(most, distance);
    whole = v128.and(whole, f64x2.eq(f64x2.splat(trunc(last)), f64x2.splat(last)));
  }
  const lowest = min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1));
  const highest = max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  if (!(lowest > 0)) return 0;
  return (
    ARE_SOUND | (lowest == highest ? ARE_REGULAR : 0) | (i64x2.all_true(whole) ? ARE_WHOLE : 0)
  );
}

/** Writes the stretches of at most 64 readings, ended early by long gaps; returns how many there are. */
export function summarise(count: u32, stepMs: f64, isRegular: bool): u32 {
  const longMs = LONG_GAP_STEPS * stepMs;
  let stretches: u32 = 0;
  let missing: u32 = 0;
  let cuts: u32 = 0;
  sum = 0;
  for (let from: u32 = 0; from < count; ) {
    let to = min(count, from + BUCKET_READINGS);
    if (!isRegular && cuts < MOST_CUTS) {
      const cut = firstCut(from, to == count ? to : to + 1, longMs);
      if (cut > 0) {
        cuts++;
        to = cut;
      }
    }
    missing += summariseStretch(from, to, stretches);
    store<f64>(STRETCHES + 12 * COLUMN + (<usize>stretches << 3), stepMs);
    stretches++;
    from = to;
  }
  gaps = 0;
  longestGap = 0;
  if (missing > 0 || !isRegular) findGaps(count, stepMs * GAP_STEPS);
  return stretches;
}

/** The first reading from (excluded) to (excluded) that lies far from the one before it; 0 if there is none. */
function firstCut(from: u32, to: u32, longMs: f64): u32 {
  for (let i = from + 1; i < to; i++) {
    const at = TIMES + (<usize>i << 3);
    if (load<f64>(at) - load<f64>(at - 8) > longMs) return i;
  }
  return 0;
}

function findGaps(count: u32, limitMs: f64): void {
  let before: f64 = NaN;
  const end = <usize>count << 3;
  for (let at: usize = 0; at < end; at += 8) {
    const value = load<f64>(VALUES + at);
    if (value != value) continue;
    const time = load<f64>(TIMES + at);
    const distance = time - before;
    if (distance > limitMs) {
      gaps++;
      if (distance > longestGap) longestGap = distance;
    }
    before = time;
  }
}

// @ts-ignore: decorator
@inline
function put(at: usize, column: usize, value: f64): void {
  store<f64>(at + column * COLUMN, value);
}

/** Writes one stretch; returns how many of its values are missing. */
function summariseStretch(from: u32, to: u32, place: u32): u32 {
  const start = VALUES + (<usize>from << 3);
  const end = VALUES + (<usize>to << 3);
  const lastPair = end - 16;
  let firstAt: usize = start;
  let lastAt: usize = end - 8;
  let lowestAt: usize = start;
  let highestAt: usize = start;
  let missing: u32 = 0;
  let low = f64x2.splat(load<f64>(start));
  let high = low;
  for (let at = start; at <= lastPair; at += 16) {
    const pair = v128.load(at);
    low = f64x2.min(low, pair);
    high = f64x2.max(high, pair);
  }
  const last = f64x2.splat(load<f64>(end - 8));
  low = f64x2.min(low, last);
  high = f64x2.max(high, last);
  const lowest = min(f64x2.extract_lane(low, 0), f64x2.extract_lane(low, 1));
  const highest = max(f64x2.extract_lane(high, 0), f64x2.extract_lane(high, 1));
  let total = sum;
  if (lowest == lowest) {
    lowestAt = placeOf(lowest, start);
    highestAt = placeOf(highest, start);
    for (let at = start; at < end; at += 8) total += load<f64>(at);
  } else {
    firstAt = 0;
    let least: f64 = Infinity;
    let most: f64 = -Infinity;
    for (let at = start; at < end; at += 8) {
      const value = load<f64>(at);
      if (value != value) {
        missing++;
        continue;
      }
      if (firstAt == 0) firstAt = at;
      lastAt = at;
      if (value < least) {
        least = value;
        lowestAt = at;
      }
      if (value > most) {
        most = value;
        highestAt = at;
      }
      total += value;
    }
  }
  sum = total;
  const at = STRETCHES + (<usize>place << 3);
  const toTime = TIMES - VALUES;
  const isEmpty = missing == to - from;
  put(at, 0, <f64>(to - from));
  put(at, 1, <f64>missing);
  put(at, 2, load<f64>(start + toTime));
  put(at, 3, load<f64>(end - 8 + toTime));
  put(at, 4, isEmpty ? NaN : load<f64>(firstAt + toTime));
  put(at, 5, isEmpty ? NaN : load<f64>(firstAt));
  put(at, 6, isEmpty ? NaN : load<f64>(lowestAt + toTime));
  put(at, 7, isEmpty ? NaN : load<f64>(lowestAt));
  put(at, 8, isEmpty ? NaN : load<f64>(highestAt + toTime));
  put(at, 9, isEmpty ? NaN : load<f64>(highestAt));
  put(at, 10, isEmpty ? NaN : load<f64>(lastAt + toTime));
  put(at, 11, isEmpty ? NaN : load<f64>(lastAt));
  return missing;
}

/** Address of the first value that equals one of them. */
function placeOf(value: f64, start: usize): usize {
  const wanted = f64x2.splat(value);
  let at = start;
  let found = i64x2.bitmask(f64x2.eq(v128.load(at), wanted));
  while (found == 0) {
    at += 16;
    found = i64x2.bitmask(f64x2.eq(v128.load(at), wanted));
  }
  return found & 1 ? at : at + 8;
}

/**
 * Writes the numbers of summary-codec.ts for the stretches, and returns the divisor of those that are times; 0 where a
 * time is not a whole number.
 */
export function summaryWholes(count: u32): f64 {
  const size = <usize>count << 3;
  let common: i64 = 0;
  for (let i: usize = 0; i < size; i += 8) {
    const at = STRETCHES + i;
    const first = load<f64>(at + 2 * COLUMN);
    const last = load<f64>(at + 3 * COLUMN);
    const to = WHOLES + i;
    store<f64>(to, load<f64>(at));
    store<f64>(to + size, load<f64>(at + COLUMN));
    store<f64>(to + 2 * size, load<f64>(at + 12 * COLUMN));
    store<f64>(to + 3 * size, i == 0 ? 0 : first - load<f64>(at + 2 * COLUMN - 8));
    store<f64>(to + 4 * size, last - first);
    store<f64>(to + 5 * size, load<f64>(at + 4 * COLUMN) - first);
    store<f64>(to + 6 * size, load<f64>(at + 6 * COLUMN) - first);
    store<f64>(to + 7 * size, load<f64>(at + 8 * COLUMN) - first);
    store<f64>(to + 8 * size, last - load<f64>(at + 10 * COLUMN));
  }
  const end = WHOLES + 9 * size;
  for (let at = WHOLES; at < end; at += 8) {
    const whole = load<f64>(at);
    if (whole == whole && !(trunc(whole) == whole && abs(whole) <= LARGEST_SAFE)) return 0;
  }
  const start = load<f64>(STRETCHES + 2 * COLUMN);
  if (!(trunc(start) == start && abs(start) <= LARGEST_SAFE)) return 0;
  for (let at = WHOLES + 3 * size; at < end && common != 1; at += 8) {
    const whole = load<f64>(at);
    let rest = whole > 0 ? <i64>whole : 0;
    while (rest > 0) {
      const next = common % rest;
      common = rest;
      rest = next;
    }
  }
  if (common <= 1) return 1;
  const divisor = <f64>common;
  for (let at = WHOLES + 3 * size; at < end; at += 8) store<f64>(at, load<f64>(at) / divisor);
  return divisor;
}

/** Whether the last qualities that were packed have texts. */
export function hasStatus(): bool {
  return haveStatus;
}

/** Packs the qualities; returns how many bytes it wrote, 0 when all are good without a text. */
export function packQualities(count: u32): u32 {
  const end = QUALITIES + count;
  const last = load<u8>(end - 1);
  store<u8>(QUALITIES - 1, load<u8>(QUALITIES));
  memory.fill(end, last, 16);
  let changes: u32 = 0;
  let bits = i8x16.splat(0);
  for (let at = QUALITIES; at < end; at += 16) {
    changes += popcnt<u32>(changesAt(at));
    bits = v128.or(bits, v128.load(at));
  }
  haveStatus = v128.any_true(v128.and(bits, i8x16.splat(STATUS_BITS)));
  if (changes == 0 && last == 0) return 0;
  if ((changes + 1) * RUN_BYTES >= count) {
    store<u8>(QUALITY_BYTES, RAW);
    memory.copy(QUALITY_BYTES + 1, QUALITIES, count);
    return count + 1;
  }
  store<u8>(QUALITY_BYTES, RUNS);
  let to = QUALITY_BYTES + 1;
  let start = QUALITIES;
  for (let at = QUALITIES; at < end; at += 16) {
    for (let found = changesAt(at); found != 0; found &= found - 1) {
      const next = at + <usize>ctz<u32>(found);
      putRun(to, start, next);
      to += RUN_BYTES;
      start = next;
    }
  }
  putRun(to, start, end);
  return <u32>(to + RUN_BYTES - QUALITY_BYTES);
}

/** A bit for each of 16 qualities that differs from the one before it. */
// @ts-ignore: decorator
@inline
function changesAt(at: usize): u32 {
  return i8x16.bitmask(i8x16.ne(v128.load(at), v128.load(at - 1)));
}

function putRun(to: usize, start: usize, end: usize): void {
  store<u8>(to, load<u8>(start));
  store<u16>(to, <u16>(end - start), 1);
}
