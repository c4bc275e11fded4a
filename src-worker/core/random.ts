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

/** The two words that the state of a stream is spread from. A kernel that draws begins its streams with them too. */
export const seedsOf = (seed: number, stream: number): readonly [low: number, high: number] => [
  (seed % TWO_32) | 0,
  Math.floor(seed / TWO_32) ^ Math.imul(stream + 1, 0x85ebca6b),
];

/** The stream that `split(label)` of stream number `stream` begins. */
export const splitStream = (stream: number, label: number): number =>
  Math.imul(stream + 1, 0x9e3779b1) + label + 1;

/** sfc32 generator of PractRand (Chris Doty-Humphrey, public domain), 128 bits of state. `seed` is any safe integer. */
export function createRandom(seed: number, stream = 0): Random {
  const [low, high] = seedsOf(seed, stream);
  const mixLow = splitMix32(low);
  const mixHigh = splitMix32(high);
  // Typed arrays: numbers past 31 bits in captured variables would be allocated anew at every draw.
  const state = new Int32Array([mixLow() ^ mixHigh(), mixLow() ^ mixHigh(), mixLow() ^ mixHigh(), 1]);
  const spare = new Float64Array([NaN]);

  const next = (): number => {
    const b = state[1];
    const c = state[2];
    const sum = (((state[0] + b) | 0) + state[3]) | 0;
    state[3] = state[3] + 1;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round++) next();

  const uniform = (): number => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;

  const normal = (): number => {
    const kept = spare[0];
    if (!Number.isNaN(kept)) {
      spare[0] = NaN;
      return kept;
    }
    // Marsaglia's polar method: no trigonometry, whose last digit differs between machines.
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const square = u * u + v * v;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      spare[0] = v * factor;
      return u * factor;
    }
  };

  return {
    uniform,
    below: (bound) => Math.floor(uniform() * bound),
    normal,
    split: (label) => createRandom(seed, splitStream(stream, label)),
  };
}
