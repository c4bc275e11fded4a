import { type DetectorOption, usualValues } from '@shared/detector-options.ts';
import { countOption } from '../common-options.ts';
import { readOptions } from '../read-options.ts';
import { AppFailure } from '@shared/errors.ts';
import type { Detector, FittedDetector } from '../detector.ts';
import { examineTraining, fillMissing } from '../missing-values.ts';
import { forestFromJson, forestToJson, type SavedForest } from './forest-json.ts';
import { forestColumnWeights } from './forest-weights.ts';
import { isForest, pathsToScores } from './forest.ts';
import { growForest } from './grow-forest.ts';
import { createPathSummer } from './path-summer.ts';

const MOST_TREES = 1000;
const MOST_SUBSAMPLE = 4096;
const MOST_COLUMNS = 65_535;

/** What every forest of isolation trees has. */
export const forestOptions: readonly DetectorOption[] = [
  countOption(
    {
      name: 'trees',
      title: 'Number of trees',
      explanation:
        'More trees give steadier scores and take longer in proportion; beyond 100 or 200 little is gained.',
    },
    100,
    1,
    MOST_TREES,
    'trees',
  ),
  countOption(
    {
      name: 'subsample',
      title: 'Subsample size',
      explanation:
        'Training samples that each tree is grown from: few keep abnormal ones from hiding each other, many know more of what is usual.',
    },
    256,
    2,
    MOST_SUBSAMPLE,
    'samples',
  ),
];

/**
 * Isolation forest: a sample that few random cuts separate from the others is abnormal. Scores are in (0, 1), about
 * 0.5 for a sample like all others; scikit-learn's `score_samples` with the sign turned.
 *
 * Options: `trees`; `subsample`, the samples each tree is grown from (all of them if there are fewer).
 * Missing values: see `missing-values.ts`.
 * Source: Liu, Ting and Zhou, "Isolation Forest", ICDM 2008.
 */
export const isolationForest: Detector = {
  id: 'isolation-forest',
  title: 'Isolation forest',
  guide: {
    sees: 'rare values and rare combinations, also between two usual ranges',
    misses: 'small lasting shifts; values far outside score no higher than values just outside',
    useWhen: 'the training data hold anomalies, and their share is roughly known',
  },
  options: forestOptions,
  defaultOptions: usualValues(forestOptions),
  usualThreshold: { kind: 'contamination', share: 0.05 },

  async fit(samples, options, seed, checkpoint) {
    const { number: read } = readOptions('An isolation forest', options, forestOptions);
    const growOptions = { trees: read('trees'), subsample: read('subsample') };
    if (samples.rowCount === 0) throw invalid('There are no training samples.');
    if (samples.columnCount === 0 || samples.columnCount > MOST_COLUMNS) {
      throw invalid(
        `An isolation forest needs 1 to ${MOST_COLUMNS} columns; there are ${samples.columnCount}.`,
      );
    }
    const { medians, usableRows } = examineTraining(samples);
    const forest = await growForest({ samples, medians, usableRows }, growOptions, seed, checkpoint);
    return fittedForest({ forest, medians });
  },

  fromJSON: (json) => fittedForest(forestFromJson(json)),
  fromParts(parts) {
    if (!isSavedForest(parts)) throw new Error('These are not the parts of an isolation forest');
    return fittedForest(parts);
  },
};

const isSavedForest = (value: unknown): value is SavedForest =>
  typeof value === 'object' &&
  value !== null &&
  'forest' in value &&
  isForest(value.forest) &&
  'medians' in value &&
  value.medians instanceof Float32Array;

/** A detector that scores with the given trees. */
export function fittedForest(saved: SavedForest): FittedDetector {
  const { forest, medians } = saved;
  const sumPaths = createPathSummer(forest);
  let weights: ReturnType<typeof forestColumnWeights> | null = null;
  const weigh = () => (weights ??= forestColumnWeights(forest, medians));
  return {
    detectorId: isolationForest.id,
    columnCount: forest.columnCount,
    contextRows: 0,
    scoreSamples(samples) {
      if (samples.columnCount !== forest.columnCount) {
        throw invalid(
          `The detector was trained on ${forest.columnCount} columns; the samples have ${samples.columnCount}.`,
        );
      }
      const filled = fillMissing(samples, medians);
      const scores = pathsToScores(forest, sumPaths(filled.samples));
      for (const row of filled.unscoredRows) scores[row] = NaN;
      return scores;
    },
    columnWeights: (samples, rows) => weigh()(samples, rows),
    toJSON: () => forestToJson(saved),
    toParts: () => saved,
  };
}

const invalid = (message: string): AppFailure => new AppFailure({ kind: 'invalid-input', message });
