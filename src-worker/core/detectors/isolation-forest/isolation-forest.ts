import type { DetectorOptions } from '@shared/contract/runs.ts';
import { AppFailure } from '@shared/errors.ts';
import type { Detector, FittedDetector } from '../detector.ts';
import { examineTraining, fillMissing } from '../missing-values.ts';
import { forestFromJson, forestToJson, type SavedForest } from './forest-json.ts';
import { pathsToScores } from './forest.ts';
import { growForest, type GrowOptions } from './grow-forest.ts';
import { forestColumnWeights } from './path-shapley.ts';
import { createPathSummer } from './path-summer.ts';

const MOST_TREES = 1000;
const MOST_SUBSAMPLE = 4096;
const MOST_COLUMNS = 65_535;

/**
 * Isolation forest: a sample that few random cuts separate from the others is abnormal. Scores are in (0, 1), about
 * 0.5 for a sample like all others; scikit-learn's `score_samples` with the sign turned.
 *
 * Options: `trees` 1..1000; `subsample`, the samples each tree is grown from, 2..4096 (all of them if there are fewer).
 * Missing values: see `missing-values.ts`.
 * Source: Liu, Ting and Zhou, "Isolation Forest", ICDM 2008.
 */
export const isolationForest: Detector = {
  id: 'isolation-forest',
  title: 'Isolation forest',
  defaultOptions: { trees: 100, subsample: 256 },
  usualThreshold: { kind: 'contamination', share: 0.05 },

  async fit(samples, options, seed, checkpoint) {
    const growOptions = parseOptions(options);
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
};

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
  };
}

function parseOptions(options: DetectorOptions): GrowOptions {
  for (const name of Object.keys(options)) {
    if (name !== 'trees' && name !== 'subsample')
      throw invalid(`An isolation forest has no option "${name}".`);
  }
  return {
    trees: wholeNumber(options, 'trees', 1, MOST_TREES),
    subsample: wholeNumber(options, 'subsample', 2, MOST_SUBSAMPLE),
  };
}

function wholeNumber(options: DetectorOptions, name: string, lowest: number, highest: number): number {
  const value = options[name] ?? isolationForest.defaultOptions[name];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < lowest || value > highest) {
    throw invalid(
      `The option "${name}" must be a whole number from ${lowest} to ${highest}; it is ${String(value)}.`,
    );
  }
  return value;
}

const invalid = (message: string): AppFailure => new AppFailure({ kind: 'invalid-input', message });
