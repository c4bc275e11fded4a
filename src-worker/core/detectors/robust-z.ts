import type { Detector, FittedDetector } from './detector.ts';
import { type ColumnScale, robustScale, toUnits } from './column-scale.ts';
import { repeatedRows, weightsOfRows } from './column-weights.ts';
import { readOptions } from './read-options.ts';
import { prepareScoring, prepareTraining } from './prepare-samples.ts';
import { openSaved } from './saved-detector.ts';

const FORMAT = 'boilerhouse.robust-z';

interface SavedRobustZ {
  readonly medians: Float32Array;
  readonly scale: ColumnScale;
}

/**
 * The baseline: the largest distance of any tag from its training median, in robust standard deviations.
 * Looks at one sample and one tag at a time. Missing values: see `missing-values.ts`. Uses no chance.
 */
export const robustZ: Detector = {
  id: 'robust-z',
  title: 'Robust z per tag',
  guide: {
    sees: 'a single tag far from its usual value, at once',
    misses: 'everything that needs more than one tag or more than one sample',
    useWhen: 'as the baseline to compare with',
  },
  options: [],
  defaultOptions: {},
  usualThreshold: { kind: 'training-limit' },

  async fit(samples, options, _seed, checkpoint) {
    readOptions('Robust z', options, []);
    await checkpoint(0, 'Preparing samples');
    const { usable, medians } = prepareTraining(samples);
    await checkpoint(0.3, 'Measuring spreads');
    const scale = robustScale(usable);
    await checkpoint(1, 'Measuring spreads');
    return fitted({ medians, scale });
  },

  fromJSON(json) {
    const saved = openSaved(json, FORMAT, 1);
    const columnCount = saved.number('columnCount');
    const numbers = (name: string) => saved.numbers(name, columnCount);
    return fitted({
      medians: Float32Array.from(numbers('medians')),
      scale: { centres: numbers('centres'), units: numbers('units') },
    });
  },
};

function fitted({ medians, scale }: SavedRobustZ): FittedDetector {
  const columnCount = medians.length;
  return {
    detectorId: robustZ.id,
    columnCount,
    contextRows: 0,
    scoreSamples(samples) {
      const filled = prepareScoring(samples, medians);
      const scores = largestPerRow(toUnits(filled.samples, scale), columnCount);
      for (const row of filled.unscoredRows) scores[row] = NaN;
      return scores;
    },
    expectedValues: (samples) => repeatedRows(scale.centres, samples.rowCount),
    columnWeights: (samples, rows) =>
      weightsOfRows(samples, rows, 0, (sample) =>
        toUnits(prepareScoring(sample, medians).samples, scale).map((z) => z ** 2),
      ),
    toJSON: () => ({
      format: FORMAT,
      formatVersion: 1,
      columnCount,
      medians: Array.from(medians),
      centres: Array.from(scale.centres),
      units: Array.from(scale.units),
    }),
  };
}

/** Largest absolute value of each row, shape [rowCount]. */
export function largestPerRow(values: Float64Array, columnCount: number): Float64Array {
  const largest = new Float64Array(values.length / columnCount);
  for (let row = 0, at = 0; row < largest.length; row++) {
    for (let column = 0; column < columnCount; column++, at++) {
      const size = Math.abs(values[at]);
      if (size > largest[row]) largest[row] = size;
    }
  }
  return largest;
}
