import { usualValues } from '@shared/detector-options.ts';
import { advanced, countOption, measureOption } from './common-options.ts';
import type { Matrix } from '../matrix.ts';
import { examineColumns, keptColumns } from '../samples/channel-hygiene.ts';
import { type ColumnScale, robustScale, toUnits } from './column-scale.ts';
import { repeatedRows, weightsOfRows } from './column-weights.ts';
import type { Detector, FittedDetector } from './detector.ts';
import type { FilledSamples } from './missing-values.ts';
import { readOptions } from './read-options.ts';
import { pickColumns } from '../samples/columns.ts';
import { prepareScoring, prepareTraining } from './prepare-samples.ts';
import { largestPerRow } from './robust-z.ts';
import { settle } from './rolling-mean.ts';
import { openSaved } from './saved-detector.ts';

const FORMAT = 'boilerhouse.cusum';

interface SavedCusum {
  readonly medians: Float32Array;
  /** Columns that hygiene left. */
  readonly kept: readonly number[];
  readonly scale: ColumnScale;
  readonly slack: number;
  readonly windowRows: number;
}

const OPTIONS = [
  measureOption(
    {
      name: 'slack',
      title: 'Slack (k)',
      explanation: 'Deviation that is not added up: half of the shift that is to be found soonest.',
    },
    0.5,
    0,
    10,
    'std. deviations',
  ),
  advanced(
    countOption(
      {
        name: 'windowSamples',
        title: 'Memory',
        explanation: 'Samples that a sum reaches back at most.',
      },
      1000,
      1,
      65_536,
      'samples',
    ),
  ),
];

/**
 * Cumulative sums, upwards and downwards, of every tag that channel hygiene leaves; the largest is the score.
 * C+(t) = max(0, C+(t-1) + z(t) - slack), C- likewise for -z, z in robust standard deviations of the training. Quickest
 * of all to see a lasting shift of 2 x `slack` deviations. For independent samples, a slack of 0.5 and a limit of 5
 * there is one false alarm in 465 samples, and a shift of one deviation is found in 10.4 on average (Montgomery).
 * A sum reaches back `windowSamples` rows at most, so a score depends on a bounded number of rows.
 *
 * Options: `slack`, `windowSamples`. Missing values: see `missing-values.ts`; samples without a score add nothing. Uses
 * no chance.
 * Source: Page, "Continuous inspection schemes", Biometrika 1954; Montgomery, Introduction to Statistical Quality
 * Control, chapter 9.
 */
export const cusum: Detector = {
  id: 'cusum',
  title: 'CUSUM',
  guide: {
    sees: 'lasting shifts of one tag, the smaller the slower',
    misses: 'the same; its sum stays up long after the event',
    useWhen: 'the textbook chart is asked for',
  },
  options: OPTIONS,
  defaultOptions: usualValues(OPTIONS),
  usualThreshold: { kind: 'training-limit' },

  async fit(samples, options, _seed, checkpoint) {
    const { number: read } = readOptions('CUSUM', options, OPTIONS);
    const slack = read('slack');
    const windowRows = read('windowSamples');
    await checkpoint(0, 'Preparing samples');
    const { usable, medians } = prepareTraining(samples);
    await checkpoint(0.3, 'Examining tags');
    const kept = keptColumns(examineColumns(usable));
    await checkpoint(0.6, 'Measuring spreads');
    const scale = robustScale(pickColumns(usable, kept));
    await checkpoint(1, 'Measuring spreads');
    return fitted({ medians, kept, scale, slack, windowRows });
  },

  fromJSON(json) {
    const saved = openSaved(json, FORMAT, 1);
    const keptCount = saved.number('keptCount');
    return fitted({
      medians: Float32Array.from(saved.numbers('medians', saved.number('columnCount'))),
      kept: Array.from(saved.numbers('kept', keptCount)),
      scale: { centres: saved.numbers('centres', keptCount), units: saved.numbers('units', keptCount) },
      slack: saved.number('slack'),
      windowRows: saved.number('windowRows'),
    });
  },
};

/**
 * The larger of C+ and C- for every row and column, row-major. With P(t) the running sum of z - slack, C+(t) is P(t)
 * minus the lowest P of the window; the steps are exact (`settle`), so it does not matter where the rows begin.
 */
function cumulativeSums(
  z: Float64Array,
  columnCount: number,
  slack: number,
  windowRows: number,
  isSkipped: Uint8Array,
): Float64Array {
  const rowCount = isSkipped.length;
  const sums = new Float64Array(z.length);
  const lowest = new SlidingMinimum(windowRows);
  for (let column = 0; column < columnCount; column++) {
    for (const sign of [1, -1]) {
      lowest.clear();
      lowest.push(0, 0);
      let running = 0;
      for (let row = 0; row < rowCount; row++) {
        const at = row * columnCount + column;
        if (isSkipped[row] === 0) running += settle(sign * z[at] - slack);
        lowest.dropBefore(row + 1 - windowRows);
        const sum = running - Math.min(running, lowest.value());
        if (sum > sums[at]) sums[at] = sum;
        lowest.push(row + 1, running);
      }
    }
  }
  return sums;
}

/** Lowest of the values pushed last, by their places; a queue in which values only rise. */
class SlidingMinimum {
  private readonly places: Int32Array;
  private readonly values: Float64Array;
  private first = 0;
  private count = 0;

  constructor(windowRows: number) {
    this.places = new Int32Array(windowRows + 2);
    this.values = new Float64Array(windowRows + 2);
  }

  clear(): void {
    this.first = 0;
    this.count = 0;
  }

  push(place: number, value: number): void {
    const size = this.places.length;
    while (this.count > 0 && this.values[(this.first + this.count - 1) % size] >= value) this.count--;
    const at = (this.first + this.count) % size;
    this.places[at] = place;
    this.values[at] = value;
    this.count++;
  }

  dropBefore(place: number): void {
    while (this.count > 0 && this.places[this.first] < place) {
      this.first = (this.first + 1) % this.places.length;
      this.count--;
    }
  }

  /** Infinity when there is none. */
  value(): number {
    return this.count > 0 ? this.values[this.first] : Infinity;
  }
}

function fitted(saved: SavedCusum): FittedDetector {
  const { medians, kept, scale, slack, windowRows } = saved;
  const columnCount = medians.length;
  const centres = new Float64Array(columnCount).fill(NaN);
  kept.forEach((column, at) => (centres[column] = scale.centres[at]));

  const sumsOf = (filled: FilledSamples): Float64Array => {
    const isSkipped = new Uint8Array(filled.samples.rowCount);
    for (const row of filled.unscoredRows) isSkipped[row] = 1;
    const z = toUnits(pickColumns(filled.samples, kept), scale);
    return cumulativeSums(z, kept.length, slack, windowRows, isSkipped);
  };

  const weightsOfLast = (block: Matrix): Float64Array => {
    const last = sumsOf(prepareScoring(block, medians)).subarray(-kept.length);
    const weights = new Float64Array(columnCount);
    kept.forEach((column, at) => (weights[column] = last[at]));
    return weights;
  };

  return {
    detectorId: cusum.id,
    columnCount,
    contextRows: windowRows - 1,
    scoreSamples(samples) {
      const filled = prepareScoring(samples, medians);
      const scores = largestPerRow(sumsOf(filled), kept.length);
      for (const row of filled.unscoredRows) scores[row] = NaN;
      return scores;
    },
    expectedValues: (samples) => repeatedRows(centres, samples.rowCount),
    columnWeights: (samples, rows) => weightsOfRows(samples, rows, windowRows - 1, weightsOfLast),
    toJSON: () => ({
      format: FORMAT,
      formatVersion: 1,
      columnCount,
      keptCount: kept.length,
      slack,
      windowRows,
      medians: Array.from(medians),
      kept: Array.from(kept),
      centres: Array.from(scale.centres),
      units: Array.from(scale.units),
    }),
  };
}
