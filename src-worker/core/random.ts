/** Seeded source of chance. The same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform integer in [0, bound). */
  below(bound: number): number;
  /** Normal with mean 0 and standard deviation 1. */
  normal(): number;
  /** An independent stream, so that work split over trees or channels does not depend on the order of drawing. */
  split(label: number): Random;
}

const TWO_32 = 4294967296;

/** SplitMix32, used to spread a seed over the state. Source: Steele, Lea and Flood 2014, 32-bit variant. */
function splitMix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

/** sfc32 generator of PractRand (Chris Doty-Humphrey, public domain), 128 bits of state. `seed` is any safe integer. */
export function createRandom(seed: number, stream = 0): Random {
  const mixLow = splitMix32(seed % TWO_32);
  const mixHigh = splitMix32(Math.floor(seed / TWO_32) ^ Math.imul(stream + 1, 0x85ebca6b));
  let a = mixLow() ^ mixHigh();
  let b = mixLow() ^ mixHigh();
  let c = mixLow() ^ mixHigh();
  let counter = 1;
  let spare = NaN;

  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round++) next();

  const uniform = (): number => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;

  const normal = (): number => {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = NaN;
      return value;
    }
    // Marsaglia's polar method: no trigonometry, whose last digit differs between machines.
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const square = u * u + v * v;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      spare = v * factor;
      return u * factor;
    }
  };

  return {
    uniform,
    below: (bound) => Math.floor(uniform() * bound),
    normal,
    split: (label) => createRandom(seed, Math.imul(stream + 1, 0x9e3779b1) + label + 1),
  };
}
