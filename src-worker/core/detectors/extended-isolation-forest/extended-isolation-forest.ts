import { usualValues } from '@shared/detector-options.ts';
import { countOption } from '../common-options.ts';
import { forestOptions } from '../isolation-forest/isolation-forest.ts';
import { AppFailure } from '@shared/errors.ts';
import { type Matrix, newMatrix } from '../../matrix.ts';
import { createRandom } from '../../random.ts';
import { type ColumnScale, robustScale } from '../column-scale.ts';
import type { Detector, FittedDetector } from '../detector.ts';
import { drawRows } from '../isolation-forest/draw-rows.ts';
import { gatherRows, type TrainingSamples } from '../isolation-forest/gather-rows.ts';
import { examineTraining } from '../missing-values.ts';
import { readOptions } from '../read-options.ts';
import { prepareScoring } from '../prepare-samples.ts';
import { type SavedExtendedForest, savedFromJson, savedToJson } from './extended-forest-json.ts';
import { growExtendedForest, mostNodes } from './grow-extended-forest.ts';
import { scoreByWalking, toCompleteTrees } from './walk-extended-trees.ts';

const MOST_COLUMNS = 65_535;
/** Numbers that the trees may hold together: some 400 MB. */
const MOST_NUMBERS = 50_000_000;
/** Rows from which the spread of the columns is taken. */
const SCALE_ROWS = 16_384;

const OPTIONS = [
  ...forestOptions,
  countOption(
    {
      name: 'extensionLevel',
      title: 'Extension level',
      explanation:
        'Tags that a cut goes through, less one: 0 cuts as the isolation forest does, the number of tags less one is the fully extended forest.',
    },
    1,
    0,
    MOST_COLUMNS - 1,
    'tags',
  ),
];

/**
 * Isolation forest that cuts by hyperplanes through several tags at a time: its scores do not favour the directions of
 * the axes, so it sees a sample that is usual in each tag and unusual in their combination. Tags are first brought to
 * robust standard deviations. Scores are in (0, 1), about 0.5 for a sample like all others.
 *
 * Options: those of the isolation forest, and `extensionLevel`, the tags of a cut less one: 0 cuts as the isolation
 * forest does, the number of tags less one is the fully extended forest; more is taken as that.
 * Missing values: see `missing-values.ts`.
 * Source: Hariri, Carrasco Kind and Brunner, "Extended Isolation Forest", IEEE TKDE 2019.
 */
export const extendedIsolationForest: Detector = {
  id: 'extended-isolation-forest',
  title: 'Extended isolation forest',
  guide: {
    sees: 'samples that are unusual in a combination of tags though usual in each; rare samples as the isolation forest, without its favour for the axes',
    misses: 'what is rare in no direction; a relation broken by little',
    useWhen:
      'tags that move together, and training with faults; extensionLevel says through how many tags a cut goes, less one. Slower: it walks its trees',
  },
  options: OPTIONS,
  defaultOptions: usualValues(OPTIONS),
  usualThreshold: { kind: 'contamination', share: 0.05 },

  async fit(samples, options, seed, checkpoint) {
    const { number: read } = readOptions('The extended isolation forest', options, OPTIONS);
    const { columnCount } = samples;
    if (samples.rowCount === 0) throw invalid('There are no training samples.');
    if (columnCount === 0 || columnCount > MOST_COLUMNS)
      throw invalid(
        `An extended isolation forest needs 1 to ${MOST_COLUMNS} columns; there are ${columnCount}.`,
      );
    const terms = Math.min(read('extensionLevel') + 1, columnCount);
    const [trees, subsample] = [read('trees'), read('subsample')];
    if (trees * mostNodes(subsample) * terms > MOST_NUMBERS)
      throw invalid(
        'So many trees, samples and tags in a cut do not fit into memory; lower the extension level.',
      );
    await checkpoint(0, 'Preparing samples');
    const training = { samples, ...examineTraining(samples) };
    const scale = scaleOf(training, seed);
    const forest = await growExtendedForest(training, scale, { trees, subsample, terms }, seed, checkpoint);
    return fitted({ forest, medians: training.medians, scale });
  },

  fromJSON: (json) => fitted(savedFromJson(json)),
};

/** Centre and spread of each column, from some of the rows where there are many. */
function scaleOf(training: TrainingSamples, seed: number): ColumnScale {
  const { columnCount, rowCount } = training.samples;
  const usableCount = training.usableRows?.length ?? rowCount;
  // A stream of its own, which no tree has.
  const drawn = drawRows(usableCount, Math.min(usableCount, SCALE_ROWS), createRandom(seed, 1));
  const values = new Float32Array(drawn.length * columnCount);
  gatherRows(training, drawn, values);
  const rows = newMatrix(drawn.length, columnCount);
  for (let column = 0, at = 0; column < columnCount; column++) {
    for (let row = 0; row < drawn.length; row++) rows.data[row * columnCount + column] = values[at++];
  }
  return robustScale(rows);
}

function fitted(saved: SavedExtendedForest): FittedDetector {
  const { forest, medians, scale } = saved;
  let trees: ReturnType<typeof toCompleteTrees> | undefined;
  return {
    detectorId: extendedIsolationForest.id,
    columnCount: forest.columnCount,
    contextRows: 0,
    scoreSamples(samples) {
      const filled = prepareScoring(samples, medians);
      trees ??= toCompleteTrees(forest);
      const scores = scoreByWalking(trees, forest.subsample, standardised(filled.samples, scale));
      for (const row of filled.unscoredRows) scores[row] = NaN;
      return scores;
    },
    toJSON: () => savedToJson(saved),
  };
}

/** Values in robust standard deviations from the centre of their column, as float32. */
function standardised({ data, rowCount, columnCount }: Matrix, { centres, units }: ColumnScale): Matrix {
  const z = newMatrix(rowCount, columnCount);
  for (let row = 0, at = 0; row < rowCount; row++) {
    for (let column = 0; column < columnCount; column++, at++) {
      z.data[at] = (data[at] - centres[column]) / units[column];
    }
  }
  return z;
}

const invalid = (message: string): AppFailure => new AppFailure({ kind: 'invalid-input', message });
