// Readings as a plant's historian holds them: decimals, noise, held values, counters, switches, binary fractions of full
// precision; regular, jittering and irregular times; gaps and bad stretches with a status text.

const DAY_MS = 86_400_000;
export const START_MS = Date.UTC(2023, 0, 1);

/** Share of each kind of tag among twenty. */
const KINDS = [
  ...['analog', 'analog', 'analog', 'analog', 'analog', 'analog', 'analog', 'fine', 'fine', 'fine'],
  ...['held', 'held', 'held', 'slow', 'slow', 'counter', 'switch', 'float32', 'float32', 'float64'],
];
const TIMES = ['regular', 'regular', 'jitter', 'regular', 'irregular'];
const STATUSES = ['I/O Timeout', 'Bad Input'];
const BAD_TIMEOUT = 2 | (1 << 2);
const BAD_INPUT = 2 | (2 << 2);

/** A small generator: the bench needs repeatable noise, not good chance. Numbers in [0, 1). */
function createNoise(seed) {
  let state = (seed * 2654435761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

export const describeTags = (tagCount, stepMs) =>
  Array.from({ length: tagCount }, (_, at) => ({
    at,
    name: `U1.TAG${String(at).padStart(3, '0')}`,
    kind: KINDS[at % KINDS.length],
    times: TIMES[(at * 3 + Math.floor(at / KINDS.length)) % TIMES.length],
    stepMs: stepMs[at % stepMs.length],
  }));

/**
 * Yields blocks of readings of one tag, in order of time, `count` in all, from `START_MS` on. The arrays are used again.
 */
export function* readingsOf({ at, kind, times, stepMs }, count, portion = 8192) {
  const noise = createNoise(at + 1);
  const timesMs = new Float64Array(portion);
  const values = new Float64Array(portion);
  const qualities = new Uint8Array(portion);
  const level = 50 + ((at * 37) % 500);
  let timeMs = START_MS;
  let held = level;
  let total = 1000 * at;
  let walk = 0;
  let badLeft = 0;
  let badQuality = BAD_TIMEOUT;
  for (let done = 0; done < count; done += portion) {
    const length = Math.min(portion, count - done);
    for (let i = 0; i < length; i++) {
      const regular = timeMs;
      timesMs[i] = times === 'jitter' ? regular + Math.floor(noise() * 80) : regular;
      timeMs +=
        times === 'irregular' ? stepMs * (1 + Math.floor(noise() * 3)) + Math.floor(noise() * 900) : stepMs;
      const chance = noise();
      // A gap of minutes to hours about once in 20,000 readings, a bad stretch about once in 10,000.
      if (chance < 1 / 20_000) timeMs += stepMs * Math.ceil(3600 * noise() * noise());
      if (badLeft === 0 && chance > 1 - 1 / 10_000) {
        badLeft = 1 + Math.floor(60 * noise());
        badQuality = noise() < 0.5 ? BAD_TIMEOUT : BAD_INPUT;
      }
      const load = 0.7 + 0.25 * Math.sin((2 * Math.PI * regular) / DAY_MS + at);
      walk += (noise() - 0.5) * 0.05 - walk * 0.0005;
      const rough = noise() + noise() + noise() - 1.5;
      let value;
      if (kind === 'analog') value = Math.round((level * load + walk * 10 + rough * 2) * 10) / 10;
      else if (kind === 'fine') value = Math.round((level * load * 0.1 + walk + rough * 0.1) * 1000) / 1000;
      else if (kind === 'held') {
        if (noise() < 0.08) held = Math.round((level * load + rough * 3) * 100) / 100;
        value = held;
      } else if (kind === 'slow') value = Math.round((level * load + walk * 5) * 10) / 10;
      else if (kind === 'counter')
        value = total = Math.round((total + 0.2 + load * 0.1 * noise()) * 100) / 100;
      else if (kind === 'switch') value = Math.sin(regular / 7e6 + at) > 0.3 ? 1 : 0;
      else if (kind === 'float32') value = Math.fround(level * load + walk * 10 + rough);
      else value = level * load + walk * 10 + rough;
      values[i] = value;
      qualities[i] = 0;
      if (badLeft > 0) {
        badLeft--;
        values[i] = NaN;
        qualities[i] = badQuality;
      }
    }
    yield {
      timesMs: timesMs.subarray(0, length),
      values: values.subarray(0, length),
      qualities: qualities.subarray(0, length),
      statuses: STATUSES,
    };
  }
}
