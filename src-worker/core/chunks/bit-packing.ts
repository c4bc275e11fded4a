/** Bits of a word of the packed codes. */
const WORD_BITS = 32;

/** Words that `count` codes of `width` bits take. */
export const wordsOf = (count: number, width: number): number => Math.ceil((count * width) / WORD_BITS);

/** The largest code of a width of 0 to 32 bits: all ones. */
export const largestCode = (width: number): number => (width === 0 ? 0 : 0xffffffff >>> (WORD_BITS - width));

/** Writes `count` codes of `width` bits each, low bits first, from word `at` on, which hold 0. Higher bits of a code are dropped. */
export function packCodes(
  codes: Uint32Array,
  count: number,
  width: number,
  words: Uint32Array,
  at: number,
): void {
  if (width === 0) return;
  const mask = largestCode(width);
  let word = at;
  let used = 0;
  for (let i = 0; i < count; i++) {
    const code = codes[i] & mask;
    words[word] |= code << used;
    used += width;
    if (used >= WORD_BITS) {
      used -= WORD_BITS;
      word++;
      if (used > 0) words[word] = code >>> (width - used);
    }
  }
}

/** Reads what `packCodes` wrote; one word more than they take must be there. */
export function unpackCodes(
  words: Uint32Array,
  at: number,
  count: number,
  width: number,
  codes: Uint32Array,
): void {
  const mask = largestCode(width);
  for (let i = 0, bit = at * WORD_BITS; i < count; i++, bit += width) {
    const word = bit >>> 5;
    const used = bit & 31;
    codes[i] = ((words[word] >>> used) | ((words[word + 1] << 1) << (31 - used))) & mask;
  }
}

/** As `unpackCodes`, giving base + sign * code, and NaN for the code `missing`, from place `from` on. */
export function unpackOffsets(
  words: Uint32Array,
  at: number,
  count: number,
  width: number,
  base: number,
  sign: number,
  missing: number,
  into: Float64Array,
  from: number,
): void {
  const mask = largestCode(width);
  for (let i = 0, bit = at * WORD_BITS; i < count; i++, bit += width) {
    const word = bit >>> 5;
    const used = bit & 31;
    const code = (((words[word] >>> used) | ((words[word + 1] << 1) << (31 - used))) & mask) >>> 0;
    into[from + i] = code === missing ? NaN : base + sign * code;
  }
}
