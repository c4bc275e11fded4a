// The pack kernel: packed-wholes.ts and the usual case of packed-decimals.ts, in AssemblyScript with WebAssembly SIMD.
// `npm run build` compiles it into pack-kernel.generated.ts. The plain TypeScript says what is written and why; every
// byte is the same. Addresses and sizes are in bytes.

/** As in packed-wholes.ts and plan-block.ts. */
const HEAD: usize = 8;
const BLOCK_HEAD: usize = 4;
const OFFSET: u32 = 0;
const UPSIDE_DOWN: u32 = 1;
const DELTA: u32 = 2;
const STILL: u32 = 3;
const MOST_CODE: f64 = 4294967294;
const EXCEPTION_BITS: u32 = 40;
const BASE_BITS: u32 = 64;
const MOST_EXCEPTIONS: u32 = 255;
const DELTA_SHARE: f64 = 0.5;
const CROWDED_SHARE: f64 = 0.25;
const NEVER: u32 = 33;

/** As in decimal-scale.ts. */
const LARGEST_WHOLE: f64 = 562949953421312;
const USUAL_DECIMALS: i32 = 4;

/** Whole numbers below 2^51 in its lowest bits, in two's complement. */
const SHIFTER: f64 = 6755399441055744;
const NEGATIVE_ZERO: i64 = i64.MIN_VALUE;

/** Four histograms of widths, so that no count waits for the one before it. */
const HISTOGRAM: usize = 1024;
const HISTOGRAM_STEP: usize = 256;
const CODES: usize = 2048;
const HEADS: usize = 4096;
const BASES: usize = 8192;

/** From here on there is room for 40,960 numbers in 1,000 blocks: see pack-kernel.ts. */
const WHOLES: usize = 24592;
const VALUES: usize = 352288;
const PLACES: usize = 679984;
const EXCEPTIONS: usize = 720944;
const WORDS: usize = 884800;
const PACKED: usize = 1052768;

let exceptionCount: u32 = 0;
let wordsEnd: usize = WORDS;

let firstWhole: f64 = 0;
let commonDivisor: f64 = 1;

/** Of the last `scaleDecimals`: value = (base + whole * divisor) / 10^decimals. */
export function base(): f64 {
  return firstWhole;
}
export function divisor(): f64 {
  return commonDivisor;
}

/** What is known of a block: `inspect` fills it. */
let lowest: f64 = 0;
let highest: f64 = 0;
let lowestStep: f64 = 0;
let highestStep: f64 = 0;
let first: f64 = 0;
let sum: f64 = 0;
let known: u32 = 0;
let still: u32 = 0;

/** The best plan so far. */
let bestMode: u32 = 0;
let bestBase: f64 = 0;
let bestStep: f64 = 0;
let bestWidth: u32 = 0;
let bestBits: u32 = 0;
/** Whether no code of it is wider than its width. */
let fits: bool = false;

function inspect(from: usize, count: u32): void {
  first = load<f64>(from);
  if (count > 1 && inspectPairs(from, count)) return;
  lowest = Infinity;
  highest = -Infinity;
  lowestStep = Infinity;
  highestStep = -Infinity;
  first = NaN;
  sum = 0;
  known = 0;
  still = 0;
  let before: f64 = NaN;
  const end = from + (<usize>count << 3);
  for (let at = from; at < end; at += 8) {
    const whole = load<f64>(at);
    if (whole != whole) continue;
    if (whole < lowest) lowest = whole;
    if (whole > highest) highest = whole;
    if (known == 0) first = whole;
    else {
      const step = whole - before;
      if (step < lowestStep) lowestStep = step;
      if (step > highestStep) highestStep = step;
      if (step == 0) still++;
    }
    before = whole;
    sum += whole - first;
    known++;
  }
}

/** Two at a time; false when one is missing. A sum of whole numbers does not depend on their order. */
function inspectPairs(from: usize, count: u32): bool {
  const start = f64x2.splat(first);
  const none = f64x2.splat(0);
  let low = start;
  let high = start;
  // The distances of a number from the one before it, from the second one on.
  let lowStep = f64x2.splat(load<f64>(from, 8) - first);
  let highStep = lowStep;
  let total = none;
  let stillPairs = i64x2.splat(0);
  const last = from + (<usize>(count - 1) << 3);
  let at = from;
  for (; at + 8 < last; at += 16) {
    const pair = v128.load(at);
    const next = v128.load(at, 8);
    const step = f64x2.sub(next, pair);
    low = f64x2.min(low, next);
    high = f64x2.max(high, next);
    lowStep = f64x2.min(lowStep, step);
    highStep = f64x2.max(highStep, step);
    total = f64x2.add(total, f64x2.sub(next, start));
    stillPairs = i64x2.sub(stillPairs, f64x2.eq(step, none));
  }
  lowest = min(f64x2.extract_lane(low, 0), f64x2.extract_lane(low, 1));
  highest = max(f64x2.extract_lane(high, 0), f64x2.extract_lane(high, 1));
  lowestStep = min(f64x2.extract_lane(lowStep, 0), f64x2.extract_lane(lowStep, 1));
  highestStep = max(f64x2.extract_lane(highStep, 0), f64x2.extract_lane(highStep, 1));
  sum = f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
  still = <u32>(i64x2.extract_lane(stillPairs, 0) + i64x2.extract_lane(stillPairs, 1));
  known = count;
  if (at < last) {
    const whole = load<f64>(last);
    const step = whole - load<f64>(last - 8);
    lowest = min(lowest, whole);
    highest = max(highest, whole);
    lowestStep = min(lowestStep, step);
    highestStep = max(highestStep, step);
    sum += whole - first;
    still += u32(step == 0);
  }
  return lowest == lowest;
}

// @ts-ignore: decorator
@inline
function codeOf(number: f64): u32 {
  return <u32>reinterpret<i64>(number + SHIFTER);
}

/** Writes the codes of a block; those of missing numbers are of no account. */
function fillCodes(from: usize, count: u32, mode: u32, base: f64, step: f64): void {
  const end = CODES + (<usize>count << 2);
  let number = from;
  if (mode == OFFSET) {
    for (let at = CODES; at < end; at += 4, number += 8) store<u32>(at, codeOf(load<f64>(number) - base));
  } else if (mode == UPSIDE_DOWN) {
    for (let at = CODES; at < end; at += 4, number += 8) store<u32>(at, codeOf(base - load<f64>(number)));
  } else if (known == count) {
    store<u32>(CODES, codeOf(load<f64>(number) - base - step));
    number += 8;
    for (let at = CODES + 4; at < end; at += 4, number += 8)
      store<u32>(at, codeOf(load<f64>(number) - load<f64>(number - 8) - step));
  } else {
    let before = base;
    for (let at = CODES; at < end; at += 4, number += 8) {
      const whole = load<f64>(number);
      if (whole != whole) continue;
      store<u32>(at, codeOf(whole - before - step));
      before = whole;
    }
  }
}

// @ts-ignore: decorator
@inline
function countWidth(code: u32, missing: u32, histogram: usize): void {
  const at = histogram + ((64 - <usize>clz<u64>(<u64>code + missing)) << 2);
  store<u32>(at, load<u32>(at) + 1);
}

function countWidths(from: usize, count: u32, missing: u32): void {
  memory.fill(HISTOGRAM, 0, 4 * HISTOGRAM_STEP);
  let i: u32 = 0;
  if (missing == 0) {
    for (; i + 4 <= count; i += 4) {
      const at = CODES + (<usize>i << 2);
      countWidth(load<u32>(at), 0, HISTOGRAM);
      countWidth(load<u32>(at, 4), 0, HISTOGRAM + HISTOGRAM_STEP);
      countWidth(load<u32>(at, 8), 0, HISTOGRAM + 2 * HISTOGRAM_STEP);
      countWidth(load<u32>(at, 12), 0, HISTOGRAM + 3 * HISTOGRAM_STEP);
    }
  }
  for (; i < count; i++) {
    const whole = load<f64>(from + (<usize>i << 3));
    if (whole == whole) countWidth(load<u32>(CODES + (<usize>i << 2)), missing, HISTOGRAM);
  }
}

function countOf(width: u32): u32 {
  const at = HISTOGRAM + (<usize>width << 2);
  return (
    load<u32>(at) +
    load<u32>(at + HISTOGRAM_STEP) +
    load<u32>(at + 2 * HISTOGRAM_STEP) +
    load<u32>(at + 3 * HISTOGRAM_STEP)
  );
}

/** Takes a way of coding where it needs fewer bits than the best one so far. True when it does. */
function consider(from: usize, count: u32, mode: u32, base: f64, step: f64): bool {
  const missing = u32(known < count);
  fillCodes(from, count, mode, base, step);
  countWidths(from, count, missing);
  let wider = countOf(NEVER);
  let ownBits: u32 = u32.MAX_VALUE;
  let ownWidth: u32 = 32;
  let ownWider: u32 = 0;
  for (let width: i32 = 32; width >= <i32>missing && wider <= MOST_EXCEPTIONS; width--) {
    const bits = count * width + wider * EXCEPTION_BITS;
    if (bits < ownBits) {
      ownBits = bits;
      ownWidth = width;
      ownWider = wider;
    }
    wider += countOf(width);
  }
  if (ownBits == u32.MAX_VALUE) return false;
  const bits = ownBits + (mode == DELTA ? BASE_BITS : 0);
  if (bits >= bestBits) return false;
  bestMode = mode;
  bestBase = base;
  bestStep = step;
  bestWidth = ownWidth;
  bestBits = bits;
  fits = ownWider == 0;
  return true;
}

function widthOf(code: f64): u32 {
  return 64 - <u32>clz<u64>(<u64>code);
}

/** Chooses how a block is coded, and leaves its codes; false where its numbers lie too far apart. */
function planBlock(from: usize, count: u32): bool {
  inspect(from, count);
  bestMode = OFFSET;
  bestStep = 0;
  fits = true;
  if (known == 0) {
    bestBase = 0;
    bestWidth = 0;
    return true;
  }
  const missing = u32(known < count);
  const span = highest - lowest;
  if (span > MOST_CODE) return false;
  const mean = first + sum / <f64>known;
  bestBase = lowest;
  bestWidth = widthOf(span + <f64>missing);
  bestBits = count * bestWidth;
  let isFilled = false;
  if (span > 0) {
    if (mean - lowest < span * CROWDED_SHARE) isFilled = consider(from, count, OFFSET, lowest, 0);
    if (highest - mean < span * CROWDED_SHARE) isFilled = consider(from, count, UPSIDE_DOWN, highest, 0);
    if (known > 1 && highestStep - lowestStep <= span * DELTA_SHARE)
      isFilled = consider(from, count, DELTA, first - lowestStep, lowestStep);
    if (still + still >= count && span < 2147483648) isFilled = consider(from, count, STILL, first, 0);
  }
  if (!isFilled) fillCodes(from, count, bestMode, bestBase, bestStep);
  return true;
}

/** Puts what is missing and what is wider aside. Returns the number of exceptions. */
function setAside(from: usize, count: u32, missing: u32): u32 {
  const mask: u32 = bestWidth == 0 ? 0 : u32.MAX_VALUE >>> (32 - bestWidth);
  const limit = mask - missing;
  let exceptions: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const at = CODES + (<usize>i << 2);
    const whole = load<f64>(from + (<usize>i << 3));
    if (missing == 1 && whole != whole) store<u32>(at, mask);
    else if (load<u32>(at) > limit) {
      store<u32>(EXCEPTIONS + (<usize>exceptionCount << 2), load<u32>(at));
      store<u8>(PLACES + exceptionCount, i);
      exceptionCount++;
      exceptions++;
      store<u32>(at, 0);
    }
  }
  return exceptions;
}

function writeCodes(count: u32, width: u32): void {
  if (width == 0) return;
  let pending: u64 = 0;
  let used: u64 = 0;
  const end = CODES + (<usize>count << 2);
  for (let at = CODES; at < end; at += 4) {
    pending |= <u64>load<u32>(at) << used;
    used += width;
    if (used >= 32) {
      store<u32>(wordsEnd, <u32>pending);
      wordsEnd += 4;
      pending >>= 32;
      used -= 32;
    }
  }
  if (used == 0) return;
  store<u32>(wordsEnd, <u32>pending);
  wordsEnd += 4;
}

/** Packs the numbers at `WHOLES`; returns how many bytes it wrote at `PACKED`, or 0 where a block cannot be packed. */
export function packWholes(total: u32, blockSize: u32): u32 {
  exceptionCount = 0;
  wordsEnd = WORDS;
  let head = HEADS;
  let basesEnd = BASES;
  for (let from: u32 = 0; from < total; from += blockSize) {
    const count = min(blockSize, total - from);
    const at = WHOLES + (<usize>from << 3);
    if (!planBlock(at, count)) return 0;
    const missing = u32(known < count);
    const exceptions = fits && missing == 0 ? 0 : setAside(at, count, missing);
    writeCodes(count, bestWidth);
    store<u32>(head, bestMode | (bestWidth << 8) | (missing << 16) | (exceptions << 24));
    head += BLOCK_HEAD;
    store<f64>(basesEnd, bestBase);
    basesEnd += 8;
    if (bestMode == DELTA) {
      store<f64>(basesEnd, bestStep);
      basesEnd += 8;
    }
  }
  store<u32>(wordsEnd, 0);
  wordsEnd += 4;
  store<u64>(PACKED, <u64>blockSize | (<u64>exceptionCount << 32));
  let at = PACKED + HEAD;
  store<u32>(head, 0);
  const headBytes = (head - HEADS + 7) & ~7;
  memory.copy(at, HEADS, headBytes);
  at += headBytes;
  memory.copy(at, BASES, basesEnd - BASES);
  at += basesEnd - BASES;
  memory.copy(at, WORDS, wordsEnd - WORDS);
  at += wordsEnd - WORDS;
  memory.copy(at, EXCEPTIONS, <usize>exceptionCount << 2);
  at += <usize>exceptionCount << 2;
  memory.copy(at, PLACES, exceptionCount);
  return <u32>(at + exceptionCount - PACKED);
}

/** Writes the high or the low 32 bits of the numbers at `VALUES` to `WHOLES`, as packed-floats.ts says. */
export function splitFloats(count: u32, isHigh: bool): void {
  const end = <usize>count << 3;
  for (let at: usize = 0; at < end; at += 8) {
    const value = load<f64>(VALUES + at);
    const top = load<u32>(VALUES + at, 4);
    const whole = isHigh ? rotl<u32>(top, 1) : load<u32>(VALUES + at);
    store<f64>(WHOLES + at, value == value ? <f64>whole : NaN);
  }
}

/**
 * Writes the numbers at `VALUES` as whole numbers to `WHOLES`; returns their decimals, or -1 where some have more than
 * a few, are too large or are -0: the plain code then decides.
 */
export function scaleDecimals(count: u32): i32 {
  let exponent: i32 = 0;
  let power: f64 = 1;
  let largest: f64 = 0;
  let pairPower = f64x2.splat(1);
  let largestPair = f64x2.splat(0);
  const negativeZero = i64x2.splat(NEGATIVE_ZERO);
  const magnitude = i64x2.splat(i64.MAX_VALUE);
  const end = <usize>count << 3;
  store<f64>(VALUES + end, NaN);
  for (let at: usize = 0; at < end; at += 16) {
    const values = v128.load(VALUES + at);
    if (v128.any_true(i64x2.eq(values, negativeZero))) return -1;
    largestPair = f64x2.pmax(largestPair, v128.and(values, magnitude));
    for (;;) {
      const wholes = f64x2.nearest(f64x2.mul(values, pairPower));
      // Only a missing value is not equal to itself.
      const isLost = v128.andnot(f64x2.ne(f64x2.div(wholes, pairPower), values), f64x2.ne(values, values));
      if (!v128.any_true(isLost)) {
        v128.store(WHOLES + at, wholes);
        break;
      }
      if (++exponent > USUAL_DECIMALS) return -1;
      power *= 10;
      pairPower = f64x2.splat(power);
      for (let earlier: usize = 0; earlier < at; earlier += 16)
        v128.store(WHOLES + earlier, f64x2.nearest(f64x2.mul(v128.load(VALUES + earlier), pairPower)));
    }
  }
  largest = max(f64x2.extract_lane(largestPair, 0), f64x2.extract_lane(largestPair, 1));
  if (largest * power > LARGEST_WHOLE) return -1;
  divideAll(end);
  return exponent;
}

function divideAll(end: usize): void {
  firstWhole = NaN;
  let common: i64 = 0;
  for (let at: usize = 0; at < end && common != 1; at += 8) {
    const whole = load<f64>(WHOLES + at);
    if (whole != whole) continue;
    if (firstWhole != firstWhole) firstWhole = whole;
    let rest = <i64>abs(whole - firstWhole);
    while (rest > 0) {
      const next = common % rest;
      common = rest;
      rest = next;
    }
  }
  commonDivisor = common == 0 ? 1 : <f64>common;
  if (common <= 1) {
    firstWhole = 0;
    return;
  }
  const start = f64x2.splat(firstWhole);
  const by = f64x2.splat(commonDivisor);
  for (let at: usize = 0; at < end; at += 16)
    v128.store(WHOLES + at, f64x2.div(f64x2.sub(v128.load(WHOLES + at), start), by));
}

/** The numbers of a block in the order of their codes, before sums and exceptions. */
const MARKS: usize = 3072;
/** Whole numbers up to here stay whole when a block of steps is added. */
const LARGEST_START: f64 = 2251799813685248;

// @ts-ignore: decorator
@inline
function maskOf(width: u32): u64 {
  return ((<u64>1) << width) - 1;
}

// @ts-ignore: decorator
@inline
function codeAt(words: usize, bit: usize, mask: u64): u64 {
  return (load<u64>(words + ((bit >>> 5) << 2)) >>> (bit & 31)) & mask;
}

/** Two at a time; the last one may write one number too many, which the next block or nobody reads. */
function unpackOffsets(words: usize, count: u32, width: u32, base: f64, sign: f64, into: usize): void {
  const mask = maskOf(width);
  const bases = f64x2.splat(base);
  const signs = f64x2.splat(sign);
  const end = into + (<usize>count << 3);
  if (width == 0) {
    for (let at = into; at < end; at += 16) v128.store(at, bases);
    return;
  }
  let bit: usize = 0;
  for (let at = into; at < end; at += 16) {
    let pair = f64x2.splat(<f64>codeAt(words, bit, mask));
    bit += width;
    pair = f64x2.replace_lane(pair, 1, <f64>codeAt(words, bit, mask));
    bit += width;
    v128.store(at, f64x2.add(bases, f64x2.mul(signs, pair)));
  }
}

/** As `unpackOffsets`; the code of all ones is that of a missing number. */
function unpackWithMissing(words: usize, count: u32, width: u32, base: f64, sign: f64, into: usize): void {
  const mask = maskOf(width);
  let bit: usize = 0;
  for (let i: usize = 0; i < <usize>count; i++, bit += width) {
    const code = codeAt(words, bit, mask);
    store<f64>(into + (i << 3), code == mask ? NaN : base + sign * <f64>code);
  }
}

/** Adds the steps up; `lowest` is 0 and codes have a sign where the block is one of few changes. */
function sumCodes(count: u32, isSigned: bool, hasMissing: bool, before: i64, lowest: i64, into: usize): void {
  let whole = before;
  for (let i: usize = 0; i < <usize>count; i++) {
    if (hasMissing && load<u8>(MARKS + i) != 0) {
      store<f64>(into + (i << 3), NaN);
      continue;
    }
    const code = load<u32>(CODES + (i << 2));
    whole += lowest + (isSigned ? <i64>(<i32>code) : <i64>code);
    store<f64>(into + (i << 3), <f64>whole);
  }
}

/**
 * Unpacks the bytes at `PACKED` into numbers at `WHOLES`. False where they are not what they should be, or are so unusual
 * that the plain code decides.
 */
export function unpackWholes(byteCount: u32, total: u32): bool {
  if (byteCount < HEAD) return false;
  const blockSize = <u32>load<u16>(PACKED);
  const named = load<u32>(PACKED, 4);
  if (blockSize < 1 || blockSize > 256) return false;
  const blockCount = (total + blockSize - 1) / blockSize;
  const heads = PACKED + HEAD;
  const basesAt = PACKED + ((HEAD + <usize>blockCount * BLOCK_HEAD + 7) & ~7);
  if (basesAt > PACKED + byteCount) return false;
  let baseCount: usize = 0;
  let wordCount: usize = 1;
  let exceptions: u32 = 0;
  for (let block: u32 = 0; block < blockCount; block++) {
    const head = load<u32>(heads + block * BLOCK_HEAD);
    const width = (head >>> 8) & 255;
    if ((head & 255) > STILL || width > 32) return false;
    baseCount += (head & 255) == DELTA ? 2 : 1;
    wordCount += (<usize>min(blockSize, total - block * blockSize) * width + 31) >>> 5;
    exceptions += head >>> 24;
  }
  const wordsAt = basesAt + (baseCount << 3);
  const exceptionsAt = wordsAt + (wordCount << 2);
  if (exceptions != named || exceptionsAt + <usize>named * 5 != PACKED + byteCount) return false;
  let base = basesAt;
  let words = wordsAt;
  let exception = exceptionsAt;
  let place = exceptionsAt + (<usize>named << 2);
  for (let block: u32 = 0; block < blockCount; block++) {
    const head = load<u32>(heads + block * BLOCK_HEAD);
    const mode = head & 255;
    const width = (head >>> 8) & 255;
    const hasMissing = ((head >>> 16) & 255) == 1;
    const ownExceptions = head >>> 24;
    const from = block * blockSize;
    const count = min(blockSize, total - from);
    const into = WHOLES + (<usize>from << 3);
    const first = load<f64>(base);
    base += 8;
    if (!(abs(first) < Infinity)) return false;
    for (let i: u32 = 0; i < ownExceptions; i++) if (<u32>load<u8>(place + i) >= count) return false;
    if (mode == OFFSET || mode == UPSIDE_DOWN) {
      const sign: f64 = mode == OFFSET ? 1 : -1;
      if (hasMissing) unpackWithMissing(words, count, width, first, sign, into);
      else unpackOffsets(words, count, width, first, sign, into);
      for (let i: u32 = 0; i < ownExceptions; i++)
        store<f64>(
          into + (<usize>load<u8>(place + i) << 3),
          first + sign * <f64>load<u32>(exception + (<usize>i << 2)),
        );
    } else {
      let step: f64 = 0;
      if (mode == DELTA) {
        step = load<f64>(base);
        base += 8;
      }
      if (!isWhole(first) || !isWhole(step)) return false;
      const mask = maskOf(width);
      let bit: usize = 0;
      for (let i: usize = 0; i < <usize>count; i++, bit += width) {
        const code = codeAt(words, bit, mask);
        store<u32>(CODES + (i << 2), <u32>code);
        if (hasMissing) store<u8>(MARKS + i, u8(code == mask));
      }
      for (let i: u32 = 0; i < ownExceptions; i++) {
        const at = <usize>load<u8>(place + i);
        store<u32>(CODES + (at << 2), load<u32>(exception + (<usize>i << 2)));
        store<u8>(MARKS + at, 0);
      }
      sumCodes(count, mode == STILL, hasMissing, <i64>first, <i64>step, into);
    }
    words += <usize>((count * width + 31) >>> 5) << 2;
    exception += <usize>ownExceptions << 2;
    place += ownExceptions;
  }
  return true;
}

// @ts-ignore: decorator
@inline
function isWhole(number: f64): bool {
  return abs(number) <= LARGEST_START && nearest(number) == number;
}

/** Makes the numbers at `WHOLES` decimals at `VALUES`: (base + whole * divisor) / power. */
export function unscaleDecimals(count: u32, base: f64, divisor: f64, power: f64): void {
  const bases = f64x2.splat(base);
  const divisors = f64x2.splat(divisor);
  const powers = f64x2.splat(power);
  const end = <usize>count << 3;
  for (let at: usize = 0; at < end; at += 16)
    v128.store(
      VALUES + at,
      f64x2.div(f64x2.add(bases, f64x2.mul(v128.load(WHOLES + at), divisors)), powers),
    );
}

/** Adds the distances lowest + whole * divisor at `WHOLES` up to times there; false where one is less than 1. */
export function sumTimes(count: u32, firstMs: f64, lowest: f64, divisor: f64): bool {
  let time = firstMs;
  let least: f64 = 1;
  const end = WHOLES + (<usize>count << 3);
  for (let at = WHOLES; at < end; at += 8) {
    const distance = lowest + load<f64>(at) * divisor;
    least = min(least, distance);
    time += distance;
    store<f64>(at, time);
  }
  return least >= 1;
}
