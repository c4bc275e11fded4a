import { largestCode, packCodes, wordsOf } from './bit-packing.ts';

/**
 * How the codes of a block become numbers: base + code, base - code, base + the sum of (lowest step + code) so far, or
 * base + the sum of the codes so far, as signed numbers.
 */
export const OFFSET = 0;
export const UPSIDE_DOWN = 1;
export const DELTA = 2;
export const STILL = 3;

/** What was decided for a block. */
export interface BlockPlan {
  readonly mode: number;
  readonly width: number;
  /** 1 if a code is kept for missing numbers. */
  readonly missing: number;
  readonly base: number;
  readonly lowestStep: number;
  /** How many codes are wider than the width. */
  readonly exceptionCount: number;
}

/** Where the blocks of a column are written, one after the other. */
export interface PackTarget {
  readonly words: Uint32Array;
  wordCount: number;
  /** Codes wider than the width of their block, and their places in it. */
  readonly exceptions: number[];
  readonly places: number[];
}

const MOST_CODE = 2 ** 32 - 2;
/** Bits of an exception: its code and its place. */
const EXCEPTION_BITS = 40;
const BASE_BITS = 64;
const MOST_EXCEPTIONS = 255;
/** Differences are tried where their span is this much smaller than that of the numbers. */
const DELTA_SHARE = 1 / 2;
/** Numbers that repeat the one before them, from this share of the block on. */
const STILL_SHARE = 1 / 2;
/** Where the mean lies further from both ends than this share of the span, no exceptions are worth looking for. */
const CROWDED_SHARE = 1 / 4;
/** A code more than fits: always an exception. */
const NEVER = 33;

interface Candidate {
  readonly mode: number;
  readonly base: number;
  readonly lowestStep: number;
  readonly width: number;
  readonly bits: number;
}

const widthOf = (code: number): number => (code > 0xffffffff ? NEVER : 32 - Math.clz32(code));

/** Packs blocks of at most `blockSize` numbers into the target; null where the numbers lie 2^32 or more apart. */
export function createBlockPacker(
  blockSize: number,
  target: PackTarget,
): (wholes: Float64Array, from: number, to: number) => BlockPlan | null {
  const codes = new Uint32Array(blockSize);
  const histogram = new Uint32Array(NEVER + 1);

  const write = (
    wholes: Float64Array,
    from: number,
    to: number,
    { mode, width, base, lowestStep }: Omit<Candidate, 'bits'>,
    missing: number,
  ): BlockPlan => {
    const count = to - from;
    const mask = largestCode(width);
    const limit = mask - missing;
    let exceptionCount = 0;
    for (let i = 0; i < count; i++) {
      if (missing === 1 && wholes[from + i] !== wholes[from + i]) codes[i] = mask;
      else if (codes[i] > limit) {
        target.exceptions.push(codes[i]);
        target.places.push(i);
        exceptionCount++;
        codes[i] = 0;
      }
    }
    packCodes(codes, count, width, target.words, target.wordCount);
    target.wordCount += wordsOf(count, width);
    return { mode, width, missing, base, lowestStep, exceptionCount };
  };

  return (wholes, from, to) => {
    let lowest = Infinity;
    let highest = -Infinity;
    let lowestStep = Infinity;
    let highestStep = -Infinity;
    let first = NaN;
    let before = NaN;
    let sum = 0;
    let known = 0;
    let still = 0;
    for (let i = from; i < to; i++) {
      const whole = wholes[i];
      if (whole !== whole) continue;
      if (whole < lowest) lowest = whole;
      if (whole > highest) highest = whole;
      if (known === 0) first = whole;
      else {
        const step = whole - before;
        if (step < lowestStep) lowestStep = step;
        if (step > highestStep) highestStep = step;
        if (step === 0) still++;
      }
      before = whole;
      sum += whole - first;
      known++;
    }
    const missing = known < to - from ? 1 : 0;
    if (known === 0)
      return write(wholes, from, to, { mode: OFFSET, width: 0, base: 0, lowestStep: 0 }, missing);
    const span = highest - lowest;
    if (span > MOST_CODE) return null;
    const mean = first + sum / known;
    const plain: Candidate = {
      mode: OFFSET,
      base: lowest,
      lowestStep: 0,
      width: widthOf(span + missing),
      bits: (to - from) * widthOf(span + missing),
    };
    let best = plain;
    const consider = (mode: number, base: number, step: number): void => {
      fillCodes(codes, wholes, from, to, mode, base, step);
      const found = chooseWidth(histogram, codes, wholes, from, to, missing);
      const bits = found.bits + (mode === DELTA ? BASE_BITS : 0);
      if (bits < best.bits) best = { mode, base, lowestStep: step, width: found.width, bits };
    };
    if (span > 0) {
      if (mean - lowest < span * CROWDED_SHARE) consider(OFFSET, lowest, 0);
      if (highest - mean < span * CROWDED_SHARE) consider(UPSIDE_DOWN, highest, 0);
      if (known > 1 && highestStep - lowestStep <= span * DELTA_SHARE)
        consider(DELTA, first - lowestStep, lowestStep);
      if (still >= (to - from) * STILL_SHARE && span < 2 ** 31) consider(STILL, first, 0);
    }
    fillCodes(codes, wholes, from, to, best.mode, best.base, best.lowestStep);
    return write(wholes, from, to, best, missing);
  };
}

function fillCodes(
  codes: Uint32Array,
  wholes: Float64Array,
  from: number,
  to: number,
  mode: number,
  base: number,
  lowestStep: number,
): void {
  if (mode === OFFSET) for (let i = from; i < to; i++) codes[i - from] = wholes[i] - base;
  else if (mode === UPSIDE_DOWN) for (let i = from; i < to; i++) codes[i - from] = base - wholes[i];
  else {
    let before = base;
    for (let i = from; i < to; i++) {
      const whole = wholes[i];
      if (whole !== whole) continue;
      codes[i - from] = whole - before - lowestStep;
      before = whole;
    }
  }
}

/** The width with the fewest bits, exceptions counted. */
function chooseWidth(
  histogram: Uint32Array,
  codes: Uint32Array,
  wholes: Float64Array,
  from: number,
  to: number,
  missing: number,
): { readonly width: number; readonly bits: number } {
  histogram.fill(0);
  for (let i = from; i < to; i++)
    if (wholes[i] === wholes[i]) histogram[widthOf(codes[i - from] + missing)]++;
  let wider = histogram[NEVER];
  let best = { width: 32, bits: Infinity };
  for (let width = 32; width >= missing && wider <= MOST_EXCEPTIONS; width--) {
    const bits = (to - from) * width + wider * EXCEPTION_BITS;
    if (bits < best.bits) best = { width, bits };
    wider += histogram[width];
  }
  return best;
}
