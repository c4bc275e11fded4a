import { portion } from '../checkpoint.ts';
import type { Matrix } from '../matrix.ts';
import { examineColumns, keptColumns } from '../samples/channel-hygiene.ts';
import { quantileOf } from '../stats/quantile.ts';
import type { Detector, FittedDetector } from './detector.ts';
import { isolationForest } from './isolation-forest/isolation-forest.ts';
import { knn } from './knn.ts';
import { readNumberOptions } from './number-options.ts';
import { mahalanobis } from './pca/pca.ts';
import { pickColumns, prepareScoring, prepareTraining } from './prepare-samples.ts';
import { markRows, rollingMeans } from './rolling-mean.ts';
import { openSaved } from './saved-detector.ts';

const FORMAT = 'boilerhouse.ensemble';

/** They look at single samples and in different ways: at rarity, at relations, at likeness. */
const members: readonly Detector[] = [isolationForest, mahalanobis, knn];

interface Member {
  readonly fitted: FittedDetector;
  /** Of its scores in training: median, and the way from there to the 90 % quantile. */
  readonly median: number;
  readonly width: number;
}

interface SavedEnsemble {
  readonly medians: Float32Array;
  readonly kept: readonly number[];
  readonly windowRows: number;
  readonly members: readonly Member[];
}

/**
 * Isolation forest, Mahalanobis distance and nearest neighbours on the tags that channel hygiene leaves. Each score
 * is measured from its training median in units of the way to its 90 % training quantile; the mean of the three is
 * averaged over the last samples.
 *
 * Option `smoothSamples`, 1..4096. Missing values: see `missing-values.ts`.
 */
export const ensemble: Detector = {
  id: 'ensemble',
  title: 'Ensemble',
  defaultOptions: { smoothSamples: 20 },
  usualThreshold: { kind: 'training-limit' },

  async fit(samples, options, seed, checkpoint) {
    const read = readNumberOptions('The ensemble', options, ensemble.defaultOptions, {
      smoothSamples: { lowest: 1, highest: 4096, isWhole: true },
    });
    const windowRows = read('smoothSamples');
    await checkpoint(0, 'Examining tags');
    const { usable, medians } = prepareTraining(samples);
    const kept = keptColumns(examineColumns(usable));
    const training = pickColumns(usable, kept);
    const fittedMembers: Member[] = [];
    for (const [index, member] of members.entries()) {
      const step = portion(checkpoint, index / members.length, (index + 1) / members.length);
      const fittedMember = await member.fit(training, member.defaultOptions, seed, step);
      fittedMembers.push(calibrate(fittedMember, training));
    }
    return fitted({ medians, kept, windowRows, members: fittedMembers });
  },

  fromJSON(json) {
    const saved = openSaved(json, FORMAT, 1);
    return fitted({
      medians: Float32Array.from(saved.numbers('medians', saved.number('columnCount'))),
      kept: Array.from(saved.numbers('kept', saved.number('keptCount'))),
      windowRows: saved.number('windowRows'),
      members: members.map((member) => {
        const part = openSaved(saved.any(member.id), 'member', 1);
        return {
          fitted: member.fromJSON(part.any('fitted')),
          median: part.number('median'),
          width: part.number('width'),
        };
      }),
    });
  },
};

function calibrate(fittedMember: FittedDetector, training: Matrix): Member {
  const scores = fittedMember.scoreSamples(training);
  const median = quantileOf(scores, 0.5);
  const width = quantileOf(scores, 0.9) - median;
  return { fitted: fittedMember, median, width: width > 0 ? width : 1 };
}

function fitted(saved: SavedEnsemble): FittedDetector {
  const { medians, kept, windowRows } = saved;
  return {
    detectorId: ensemble.id,
    columnCount: medians.length,
    contextRows: windowRows - 1,
    scoreSamples(samples) {
      const filled = prepareScoring(samples, medians);
      const picked = pickColumns(filled.samples, kept);
      const sums = new Float64Array(samples.rowCount);
      for (const { fitted: member, median, width } of saved.members) {
        member.scoreSamples(picked).forEach((score, row) => (sums[row] += (score - median) / width));
      }
      const means = sums.map((sum) => sum / saved.members.length);
      const scores = rollingMeans(means, 1, windowRows, markRows(samples.rowCount, filled.unscoredRows));
      for (const row of filled.unscoredRows) scores[row] = NaN;
      return scores;
    },
    toJSON: () => ({
      format: FORMAT,
      formatVersion: 1,
      columnCount: medians.length,
      keptCount: kept.length,
      medians: Array.from(medians),
      kept: Array.from(kept),
      windowRows,
      ...Object.fromEntries(
        saved.members.map(({ fitted: member, median, width }): [string, unknown] => [
          member.detectorId,
          { format: 'member', formatVersion: 1, fitted: member.toJSON(), median, width },
        ]),
      ),
    }),
  };
}
