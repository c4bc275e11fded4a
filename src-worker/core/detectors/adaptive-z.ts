import { usualValues } from '@shared/detector-options.ts';
import { measureOption } from './common-options.ts';
import { type ColumnScale, robustScale, toUnits } from './column-scale.ts';
import { weightsOfRows } from './column-weights.ts';
import type { Matrix } from '../matrix.ts';
import type { Detector, FittedDetector } from './detector.ts';
import { readOptions } from './read-options.ts';
import { prepareScoring, prepareTraining } from './prepare-samples.ts';
import { largestPerRow } from './robust-z.ts';
import { markRows, rollingMeans } from './rolling-mean.ts';
import { openSaved } from './saved-detector.ts';

const FORMAT = 'boilerhouse.adaptive-z';

/** A value further than this many units from the training median moves the base line no more than this. */
const BASE_LIMIT = 3;
/** Limits one reading's weight in the mean square. */
const DEVIATION_LIMIT = 30;

interface SavedAdaptiveZ {
  readonly medians: Float32Array;
  readonly scale: ColumnScale;
  readonly baseRows: number;
  readonly levelRows: number;
}

const OPTIONS = [
  measureOption(
    {
      name: 'baseShare',
      title: 'Base line window',
      explanation:
        'Length of the rolling mean that stands for the usual level, in multiples of the training range and at most 65,536 samples.',
    },
    4,
    0.001,
    100,
    'x training',
  ),
  measureOption(
    {
      name: 'levelShare',
      title: 'Level window',
      explanation:
        'Length over which departures from the base line are averaged, in multiples of the training range and at most 4,096 samples.',
    },
    0.3,
    0.001,
    100,
    'x training',
  ),
];

/**
 * For tags whose usual level wanders slowly: mean square, over the last `levelRows`, of the distance from a base
 * line that follows the data (rolling mean of z limited to +-3 over `baseRows`; before the first row the training
 * median stands), largest over the tags. Looks back only.
 *
 * Options: `baseShare` and `levelShare`, the two windows in multiples of the training rows.
 * Missing values: see `missing-values.ts`; samples without a score do not count in a mean. Uses no chance.
 */
export const adaptiveZ: Detector = {
  id: 'adaptive-z',
  title: 'Adaptive z',
  guide: {
    sees: 'departures from a level that itself wanders, lasting about a third of the training',
    misses: 'short events; what builds up over several times the training; alarms last on after the event',
    useWhen: 'one tag, or tags without relations, over a long time',
  },
  options: OPTIONS,
  defaultOptions: usualValues(OPTIONS),
  usualThreshold: { kind: 'training-limit' },

  async fit(samples, options, _seed, checkpoint) {
    const { number: read } = readOptions('Adaptive z', options, OPTIONS);
    const rowsOf = (name: string, most: number): number =>
      Math.min(most, Math.max(1, Math.round(read(name) * samples.rowCount)));
    const baseRows = rowsOf('baseShare', 65_536);
    const levelRows = rowsOf('levelShare', 4096);
    await checkpoint(0, 'Preparing samples');
    const { usable, medians } = prepareTraining(samples);
    await checkpoint(0.3, 'Measuring spreads');
    const scale = robustScale(usable);
    await checkpoint(1, 'Measuring spreads');
    return fitted({ medians, scale, baseRows, levelRows });
  },

  fromJSON(json) {
    const saved = openSaved(json, FORMAT, 1);
    const columnCount = saved.number('columnCount');
    const numbers = (name: string) => saved.numbers(name, columnCount);
    return fitted({
      medians: Float32Array.from(numbers('medians')),
      scale: { centres: numbers('centres'), units: numbers('units') },
      baseRows: saved.number('baseRows'),
      levelRows: saved.number('levelRows'),
    });
  },
};

const limit = (value: number, most: number): number => Math.max(-most, Math.min(most, value));

function fitted({ medians, scale, baseRows, levelRows }: SavedAdaptiveZ): FittedDetector {
  const columnCount = medians.length;

  /** The base line in units of the scale, and the mean square of the distance from it, row-major. */
  const measure = (samples: Matrix) => {
    const filled = prepareScoring(samples, medians);
    const isSkipped = markRows(samples.rowCount, filled.unscoredRows);
    const z = toUnits(filled.samples, scale);
    const limited = z.map((value) => limit(value, BASE_LIMIT));
    const base = rollingMeans(limited, columnCount, baseRows, isSkipped, 'window');
    const squares = z.map((value, at) => limit(value - base[at], DEVIATION_LIMIT) ** 2);
    return { base, level: rollingMeans(squares, columnCount, levelRows, isSkipped), ...filled };
  };

  return {
    detectorId: adaptiveZ.id,
    columnCount,
    contextRows: baseRows + levelRows - 2,
    scoreSamples(samples) {
      const { level, unscoredRows } = measure(samples);
      const scores = largestPerRow(level, columnCount);
      for (const row of unscoredRows) scores[row] = NaN;
      return scores;
    },
    expectedValues(samples) {
      const { base } = measure(samples);
      const data = Float32Array.from(base, (value, at) => {
        const column = at % columnCount;
        return scale.centres[column] + value * scale.units[column];
      });
      return { ...samples, data };
    },
    columnWeights: (samples, rows) =>
      weightsOfRows(samples, rows, baseRows + levelRows - 2, (block) =>
        measure(block).level.subarray(-columnCount),
      ),
    toJSON: () => ({
      format: FORMAT,
      formatVersion: 1,
      columnCount,
      baseRows,
      levelRows,
      medians: Array.from(medians),
      centres: Array.from(scale.centres),
      units: Array.from(scale.units),
    }),
  };
}
