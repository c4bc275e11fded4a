import { usualValues } from '@shared/detector-options.ts';
import { measureOption } from './common-options.ts';
import { examineColumns, keptColumns } from '../samples/channel-hygiene.ts';
import { repeatedRows, weightsOfRows } from './column-weights.ts';
import { toUnits } from './column-scale.ts';
import type { Detector, FittedDetector } from './detector.ts';
import { readOptions } from './read-options.ts';
import { type Components, fitComponents, LEAST_VARIANCE } from './pca/components.ts';
import { pickColumns } from '../samples/columns.ts';
import { prepareScoring, prepareTraining } from './prepare-samples.ts';
import { markRows } from './rolling-mean.ts';
import { openSaved } from './saved-detector.ts';
import type { Matrix } from '../matrix.ts';

const FORMAT = 'boilerhouse.mewma';

/** The exponential weights end where what is left of them is less than this share of all. */
const REST = 1e-3;

interface SavedMewma {
  readonly medians: Float32Array;
  /** Columns that hygiene left. */
  readonly kept: readonly number[];
  /** Of the kept columns. */
  readonly components: Components;
  readonly weight: number;
}

const OPTIONS = [
  measureOption(
    {
      name: 'weight',
      title: 'Weight of the newest sample (lambda)',
      explanation:
        'A small weight averages over many samples and sees small lasting shifts; 1 judges single samples.',
    },
    0.1,
    0.01,
    1,
    null,
  ),
];

/**
 * Multivariate exponentially weighted moving average: T2 of the weighted mean of the last samples, each sample back
 * weighing (1 - `weight`) times the one after it. T2 is taken with the exact covariance of that mean (the training
 * covariance times the sum of the squared weights), so the textbook limits hold for independent samples: two tags,
 * weight 0.1, limit 8.66: one false alarm in 200 samples. Weights that together hold less than 0.1 % are left out, so a
 * score depends on a bounded number of rows; while there are fewer, on those.
 *
 * Tags are those that channel hygiene leaves. Option: `weight`. Component variances below 0.001 of a tag's count as
 * 0.001.
 * Missing values: see `missing-values.ts`; samples without a score have no weight. Uses no chance.
 * Source: Lowry, Woodall, Champ and Rigdon, "A multivariate exponentially weighted moving average control chart",
 * Technometrics 1992.
 */
export const mewma: Detector = {
  id: 'mewma',
  title: 'Multivariate EWMA',
  guide: {
    sees: 'lasting small shifts of several tags together, of relations too',
    misses: 'reacts to slow wander as to a fault: made for independent samples at one operating point',
    useWhen: 'the textbook chart is asked for, with its limits',
  },
  options: OPTIONS,
  defaultOptions: usualValues(OPTIONS),
  usualThreshold: { kind: 'training-limit' },

  async fit(samples, options, _seed, checkpoint) {
    const { number: read } = readOptions('Multivariate EWMA', options, OPTIONS);
    const weight = read('weight');
    await checkpoint(0, 'Preparing samples');
    const { usable, medians } = prepareTraining(samples);
    const kept = keptColumns(examineColumns(usable));
    const components = await fitComponents(pickColumns(usable, kept), checkpoint);
    await checkpoint(1, 'Finding components');
    return fitted({ medians, kept, components, weight });
  },

  fromJSON(json) {
    const saved = openSaved(json, FORMAT, 1);
    const keptCount = saved.number('keptCount');
    const numbers = (name: string) => saved.numbers(name, keptCount);
    return fitted({
      medians: Float32Array.from(saved.numbers('medians', saved.number('columnCount'))),
      kept: Array.from(numbers('kept')),
      weight: saved.number('weight'),
      components: {
        scale: { centres: numbers('centres'), units: numbers('units') },
        variances: numbers('variances'),
        vectors: saved.numbers('vectors', keptCount * keptCount),
      },
    });
  },
};

/** Weights of the last rows, the newest first, not yet made to add up to 1. */
function exponentialWeights(weight: number): Float64Array {
  const rows = weight === 1 ? 1 : Math.ceil(Math.log(REST) / Math.log(1 - weight));
  return Float64Array.from({ length: rows }, (_, back) => weight * (1 - weight) ** back);
}

function fitted({ medians, kept, components, weight }: SavedMewma): FittedDetector {
  const columnCount = medians.length;
  const keptCount = kept.length;
  const centres = new Float64Array(columnCount).fill(NaN);
  kept.forEach((column, at) => (centres[column] = components.scale.centres[at]));
  const { scale, variances, vectors } = components;
  const weights = exponentialWeights(weight);
  const mean = new Float64Array(keptCount);

  /** Writes the weighted mean of z up to `row` into `mean`; gives the sum of its squared weights, 0 without a sample. */
  const averageUpTo = (z: Float64Array, row: number, isSkipped: Uint8Array): number => {
    mean.fill(0);
    let sum = 0;
    let squares = 0;
    for (let back = 0; back < weights.length && back <= row; back++) {
      if (isSkipped[row - back] === 1) continue;
      const own = weights[back];
      sum += own;
      squares += own * own;
      const first = (row - back) * keptCount;
      for (let column = 0; column < keptCount; column++) mean[column] += own * z[first + column];
    }
    if (sum === 0) return 0;
    for (let column = 0; column < keptCount; column++) mean[column] /= sum;
    return squares / (sum * sum);
  };

  /** Component of `mean` along vector `at`, and what it adds to the score. */
  const alongOf = (at: number): number => {
    let along = 0;
    const first = at * keptCount;
    for (let column = 0; column < keptCount; column++) along += mean[column] * vectors[first + column];
    return along;
  };

  const prepare = (samples: Matrix) => {
    const filled = prepareScoring(samples, medians);
    return {
      z: toUnits(pickColumns(filled.samples, kept), scale),
      isSkipped: markRows(samples.rowCount, filled.unscoredRows),
    };
  };

  /** Each column's part of T2 of the last row: its mean times the gradient of T2, where that is positive. */
  const weightsOfLast = (block: Matrix): Float64Array => {
    const { z, isSkipped } = prepare(block);
    averageUpTo(z, block.rowCount - 1, isSkipped);
    const parts = new Float64Array(columnCount);
    for (let at = 0; at < keptCount; at++) {
      const pull = alongOf(at) / Math.max(variances[at], LEAST_VARIANCE);
      for (let column = 0; column < keptCount; column++) {
        parts[kept[column]] += mean[column] * pull * vectors[at * keptCount + column];
      }
    }
    return parts.map((part) => Math.max(0, part));
  };

  return {
    detectorId: mewma.id,
    columnCount,
    contextRows: weights.length - 1,
    scoreSamples(samples) {
      const { z, isSkipped } = prepare(samples);
      const scores = new Float64Array(samples.rowCount);
      for (let row = 0; row < scores.length; row++) {
        if (isSkipped[row] === 1) {
          scores[row] = NaN;
          continue;
        }
        const variance = averageUpTo(z, row, isSkipped);
        let t2 = 0;
        for (let at = 0; at < keptCount; at++)
          t2 += alongOf(at) ** 2 / Math.max(variances[at], LEAST_VARIANCE);
        scores[row] = t2 / variance;
      }
      return scores;
    },
    expectedValues: (samples) => repeatedRows(centres, samples.rowCount),
    columnWeights: (samples, rows) => weightsOfRows(samples, rows, weights.length - 1, weightsOfLast),
    toJSON: () => ({
      format: FORMAT,
      formatVersion: 1,
      columnCount,
      keptCount,
      kept: Array.from(kept),
      weight,
      medians: Array.from(medians),
      centres: Array.from(scale.centres),
      units: Array.from(scale.units),
      variances: Array.from(variances),
      vectors: Array.from(vectors),
    }),
  };
}
