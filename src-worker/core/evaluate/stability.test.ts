import { expect, it } from 'vitest';
import { noCheckpoint } from '../checkpoint.ts';
import type { Detector } from '../detectors/detector.ts';
import { robustZ } from '../detectors/robust-z.ts';
import { type Matrix, newMatrix } from '../matrix.ts';
import { createRandom } from '../random.ts';
import { MODE } from '../samples/operating-modes.ts';
import { measureStability } from './stability.ts';

const ROWS = 1200;
const TRAIN = 600;
const OFFSET = 100;

/** Scores a reading as it is, with a little chance of its own in each fit. */
const unsteady: Detector = {
  ...robustZ,
  fit: (_samples, _options, seed) =>
    Promise.resolve({
      detectorId: 'unsteady',
      columnCount: 1,
      contextRows: 0,
      scoreSamples: ({ data }) => {
        const random = createRandom(seed);
        return Float64Array.from(data, (value) => Math.fround(value) + Math.round(random.normal() * 8) / 8);
      },
      toJSON: () => null,
    }),
};

/** Rows in pairs of one value; the second of each is of a mode that reads higher by `offset`. */
function pairs(offset: number): Matrix {
  const samples = newMatrix(ROWS, 1);
  const random = createRandom(5);
  for (let row = 0; row < ROWS; row += 2) {
    const value = Math.round(random.normal() * 8) / 8;
    samples.data.set([value, value + offset], row);
  }
  return samples;
}
const rowModes = Uint8Array.from({ length: ROWS }, (_, row) =>
  row % 2 === 0 ? MODE.steady : MODE.loadChange,
);

it('is that of samples beside the threshold of their mode, where modes have one of their own', async () => {
  const measure = (samples: Matrix, modes: Uint8Array | null) =>
    measureStability(
      {
        detector: unsteady,
        options: {},
        seed: 1,
        samples,
        trainFrom: 0,
        trainTo: TRAIN,
        rule: { kind: 'contamination', share: 0.5 },
        rowModes: modes,
        segments: [{ from: TRAIN, to: ROWS - 1 }],
        flaggedShare: 0.3,
      },
      noCheckpoint,
    );
  const level = await measure(pairs(0), null);
  const offset = await measure(pairs(OFFSET), null);
  const own = await measure(pairs(OFFSET), rowModes);
  // Between modes that lie far apart the refits agree, whatever they say within each of them.
  expect(offset.rankCorrelation).toBeGreaterThan(level.rankCorrelation + 0.1);
  expect(own.rankCorrelation).toBeLessThan(level.rankCorrelation + 0.05);
  expect(own.rankCorrelation).toBeGreaterThan(level.rankCorrelation - 0.05);
});
