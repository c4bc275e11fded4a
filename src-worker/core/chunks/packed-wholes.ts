import { largestCode, unpackCodes, unpackOffsets, wordsOf } from './bit-packing.ts';
import { checkLength, damaged, numbersAt } from './byte-fields.ts';
import { type Packer, packerFor } from './pack-kernel.ts';
import { createBlockPacker, DELTA, OFFSET, type PackTarget, STILL, UPSIDE_DOWN } from './plan-block.ts';

/**
 * Whole numbers, NaN among them for what is missing, in blocks that have a width of bits each.
 *   8 bytes head: readings in a block as u16, 2 unused, number of exceptions as u32
 *   per block 4 bytes: mode, width, 1 if some are missing, exceptions; then padding to 8
 *   per block a float64 (base), or two (last before the block, lowest step) where the mode is `DELTA`
 *   the codes, each block from a new word on, and an empty word; one code, all ones, stands for a missing one
 *   the codes of the exceptions as u32, their places in the block as u8
 */
const HEAD = 8;
const BLOCK_HEAD = 4;
/** A place in a block is one byte. */
const MOST_IN_BLOCK = 256;

const NO_PLACES = new Uint8Array(0);

const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;

/**
 * Null where the numbers of a block lie 2^32 or more apart. Numbers are whole, up to 2^50; `blockSize` is 1 to 256. By
 * the kernel where there is one.
 */
export function packWholes(wholes: Float64Array, blockSize: number): Uint8Array | null {
  const packer = packerFor(wholes.length, blockSize);
  if (packer === null) return packWholesPlainly(wholes, blockSize);
  packer.wholes.set(wholes);
  const byteCount = packer.kernel.packWholes(wholes.length, blockSize);
  return byteCount === 0 ? null : packer.bytes.slice(0, byteCount);
}

/** What the kernel does, without it. */
export function packWholesPlainly(wholes: Float64Array, blockSize: number): Uint8Array | null {
  const blockCount = Math.ceil(wholes.length / blockSize);
  const target: PackTarget = {
    words: new Uint32Array(wholes.length + blockCount + 1),
    wordCount: 0,
    exceptions: [],
    places: [],
  };
  const packBlock = createBlockPacker(blockSize, target);
  const heads = new Uint8Array(blockCount * BLOCK_HEAD);
  const bases: number[] = [];
  for (let block = 0; block < blockCount; block++) {
    const from = block * blockSize;
    const plan = packBlock(wholes, from, Math.min(from + blockSize, wholes.length));
    if (plan === null) return null;
    heads.set([plan.mode, plan.width, plan.missing, plan.exceptionCount], block * BLOCK_HEAD);
    bases.push(plan.base);
    if (plan.mode === DELTA) bases.push(plan.lowestStep);
  }
  const wordCount = target.wordCount + 1;
  const exceptionCount = target.places.length;
  const basesAt = padded(HEAD + blockCount * BLOCK_HEAD);
  const wordsAt = basesAt + bases.length * 8;
  const exceptionsAt = wordsAt + wordCount * 4;
  const bytes = new Uint8Array(exceptionsAt + exceptionCount * 5);
  new Uint16Array(bytes.buffer, 0, 1)[0] = blockSize;
  new Uint32Array(bytes.buffer, 4, 1)[0] = exceptionCount;
  bytes.set(heads, HEAD);
  new Float64Array(bytes.buffer, basesAt, bases.length).set(bases);
  new Uint32Array(bytes.buffer, wordsAt, wordCount).set(target.words.subarray(0, wordCount));
  new Uint32Array(bytes.buffer, exceptionsAt, exceptionCount).set(target.exceptions);
  bytes.set(target.places, exceptionsAt + exceptionCount * 4);
  return bytes;
}

/**
 * Unpacks `count` numbers into the `wholes` of the kernel, where they stand until it is used again. Null without a kernel,
 * and for bytes that the plain code has to judge.
 */
export function unpackByKernel(bytes: Uint8Array, count: number): Packer | null {
  const packer = packerFor(count, MOST_IN_BLOCK);
  if (packer === null || bytes.byteLength > packer.bytes.byteLength) return null;
  packer.bytes.set(bytes);
  return packer.kernel.unpackWholes(bytes.byteLength, count) === 0 ? null : packer;
}

/**
 * Reads as many numbers as `into` holds. `bytes` hold them and nothing else; throws `storage` where they do not. By the
 * kernel where there is one.
 */
export function unpackWholes(bytes: Uint8Array, into: Float64Array): void {
  const packer = unpackByKernel(bytes, into.length);
  if (packer === null) unpackWholesPlainly(bytes, into);
  else into.set(packer.wholes.subarray(0, into.length));
}

/** What the kernel does, without it. */
export function unpackWholesPlainly(bytes: Uint8Array, into: Float64Array): void {
  const blockSize = numbersAt(Uint16Array, bytes, 0, 1)[0];
  const exceptionCount = numbersAt(Uint32Array, bytes, 4, 1)[0];
  if (blockSize < 1 || blockSize > MOST_IN_BLOCK) throw damaged(`blocks of ${blockSize} numbers`);
  const blockCount = Math.ceil(into.length / blockSize);
  const heads = numbersAt(Uint8Array, bytes, HEAD, blockCount * BLOCK_HEAD);
  let baseCount = 0;
  let wordCount = 1;
  let namedExceptions = 0;
  for (let block = 0; block < blockCount; block++) {
    const mode = heads[block * BLOCK_HEAD];
    const width = heads[block * BLOCK_HEAD + 1];
    if (mode > STILL || width > 32) throw damaged(`a block of mode ${mode} and width ${width}`);
    baseCount += mode === DELTA ? 2 : 1;
    wordCount += wordsOf(Math.min(blockSize, into.length - block * blockSize), width);
    namedExceptions += heads[block * BLOCK_HEAD + 3];
  }
  const basesAt = padded(HEAD + blockCount * BLOCK_HEAD);
  const wordsAt = basesAt + baseCount * 8;
  const exceptionsAt = wordsAt + wordCount * 4;
  if (namedExceptions !== exceptionCount) throw damaged('a number of exceptions');
  checkLength('packed numbers', bytes, exceptionsAt + exceptionCount * 5);
  const bases = numbersAt(Float64Array, bytes, basesAt, baseCount);
  const words = numbersAt(Uint32Array, bytes, wordsAt, wordCount);
  const exceptions = numbersAt(Uint32Array, bytes, exceptionsAt, exceptionCount);
  const places = bytes.subarray(exceptionsAt + exceptionCount * 4);
  const codes = new Uint32Array(blockSize);
  let base = 0;
  let word = 0;
  let exception = 0;
  for (let block = 0; block < blockCount; block++) {
    const from = block * blockSize;
    const count = Math.min(blockSize, into.length - from);
    const at = block * BLOCK_HEAD;
    const width = heads[at + 1];
    const mode = heads[at];
    const missing = heads[at + 2] === 1 ? largestCode(width) : -1;
    const first = bases[base++];
    if (!Number.isFinite(first)) throw damaged('a base that is no number');
    const ownPlaces = heads[at + 3] === 0 ? NO_PLACES : places.subarray(exception, exception + heads[at + 3]);
    for (let i = 0; i < ownPlaces.length; i++)
      if (ownPlaces[i] >= count) throw damaged('an exception outside its block');
    if (mode === OFFSET || mode === UPSIDE_DOWN) {
      const sign = mode === OFFSET ? 1 : -1;
      if (width === 0) into.fill(missing === 0 ? NaN : first, from, from + count);
      else unpackOffsets(words, word, count, width, first, sign, missing, into, from);
      for (let i = 0; i < ownPlaces.length; i++)
        into[from + ownPlaces[i]] = first + sign * exceptions[exception + i];
    } else {
      unpackCodes(words, word, count, width, codes);
      // A missing one has a code that the exceptions, put in afterwards, may also have.
      const isMissing = missing < 0 ? null : markMissing(codes, count, missing);
      for (let i = 0; i < ownPlaces.length; i++) {
        codes[ownPlaces[i]] = exceptions[exception + i];
        if (isMissing !== null) isMissing[ownPlaces[i]] = 0;
      }
      if (mode === DELTA) sumSteps(codes, count, isMissing, first, bases[base++], into, from);
      else sumSigned(codes, count, isMissing, first, into, from);
    }
    word += wordsOf(count, width);
    exception += ownPlaces.length;
  }
}

function markMissing(codes: Uint32Array, count: number, missing: number): Uint8Array {
  const marks = new Uint8Array(count);
  for (let i = 0; i < count; i++) if (codes[i] === missing) marks[i] = 1;
  return marks;
}

function sumSteps(
  codes: Uint32Array,
  count: number,
  isMissing: Uint8Array | null,
  before: number,
  lowestStep: number,
  into: Float64Array,
  from: number,
): void {
  let whole = before;
  for (let i = 0; i < count; i++) {
    if (isMissing !== null && isMissing[i] === 1) into[from + i] = NaN;
    else {
      whole += lowestStep + codes[i];
      into[from + i] = whole;
    }
  }
}

function sumSigned(
  codes: Uint32Array,
  count: number,
  isMissing: Uint8Array | null,
  before: number,
  into: Float64Array,
  from: number,
): void {
  let whole = before;
  for (let i = 0; i < count; i++) {
    if (isMissing !== null && isMissing[i] === 1) into[from + i] = NaN;
    else {
      whole += codes[i] | 0;
      into[from + i] = whole;
    }
  }
}
