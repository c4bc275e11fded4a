import { usualValues } from '@shared/detector-options.ts';
import type { Matrix } from '../../matrix.ts';
import { quantileOf } from '../../stats/quantile.ts';
import { toUnits } from '../column-scale.ts';
import { weightsOfRows } from '../column-weights.ts';
import { measureOption, smoothingOption } from '../common-options.ts';
import type { Detector, FittedDetector } from '../detector.ts';
import { readOptions } from '../read-options.ts';
import { prepareScoring, prepareTraining } from '../prepare-samples.ts';
import { markRows, rollingMeans } from '../rolling-mean.ts';
import { openSaved } from '../saved-detector.ts';
import { type Components, countComponents, fitComponents, measureSamples } from './components.ts';
import {
  conditionalMeans,
  conditionalParts,
  precisionOf,
  precisionWithin,
  projectionOf,
  reconstructions,
  timesMatrix,
} from './explain.ts';

/** T2 and Q of a sample, each divided by its 99 % quantile in training: the larger one; or the distance over all components. */
type Statistic = 'larger-of-t2-and-q' | 'all-components';

interface SavedPca {
  readonly medians: Float32Array;
  readonly components: Components;
  readonly kept: number;
  /** 99 % quantiles of T2 and Q in training. */
  readonly usualT2: number;
  readonly usualQ: number;
  /** Samples that a score is averaged over; 1 = none but its own. */
  readonly smoothRows: number;
}

/**
 * Principal components with T2 (unusual size of a usual pattern) and Q (a pattern never seen), the larger of the two in
 * units of its 99 % training quantile. Options: `variance`, share of the variance that the kept components hold;
 * `smoothSamples`, samples that a score is averaged over.
 * Missing values: see `missing-values.ts`. Uses no chance.
 */
export const pca: Detector = pcaDetector({
  id: 'pca',
  title: 'PCA with T2 and Q',
  guide: {
    sees: 'large swings of usual patterns (T2) and patterns never seen (Q)',
    misses: 'breaks of very tight relations, which vanish in the sum of Q',
    useWhen: 'the textbook method is asked for',
  },
  options: [
    measureOption(
      {
        name: 'variance',
        title: 'Variance kept',
        explanation: 'Share of the variance that the kept components hold; what they leave is watched by Q.',
      },
      0.9,
      0.1,
      1,
      null,
    ),
    smoothingOption(1),
  ],
  statistic: 'larger-of-t2-and-q',
});

/**
 * Mahalanobis distance: every component in units of its own spread in training, so that a small break of a tight
 * relation between tags weighs as much as a large swing along a loose one. Component variances below 0.001 of a tag's
 * count as 0.001. The score is the root of the mean square. Option: `smoothSamples` as above. Missing values: see
 * `missing-values.ts`; uses no chance.
 */
export const mahalanobis: Detector = pcaDetector({
  id: 'mahalanobis',
  title: 'Mahalanobis distance',
  guide: {
    sees: 'broken relations between tags, tight ones above all',
    misses: 'reacts to changes of operation not in the training; needs five or more training rows per tag',
    useWhen: 'many related tags and training that covers the operating range',
  },
  options: [smoothingOption(1)],
  statistic: 'all-components',
});

interface PcaKind extends Pick<Detector, 'id' | 'title' | 'guide' | 'options'> {
  readonly statistic: Statistic;
}

function pcaDetector({ id, title, guide, options: offered, statistic }: PcaKind): Detector {
  const format = `boilerhouse.${id}`;

  const fitted = (saved: SavedPca): FittedDetector => {
    const { medians, components, kept, usualT2, usualQ, smoothRows } = saved;
    const columnCount = medians.length;
    const scoresOf = (samples: Matrix): Float64Array => {
      const { t2, q, hawkins } = measureSamples(components, samples, kept);
      return statistic === 'all-components'
        ? t2.map((value, row) => Math.sqrt((value + hawkins[row]) / columnCount))
        : t2.map((value, row) => Math.sqrt(Math.max(value / usualT2, q[row] / usualQ)));
    };
    const precision = once(() => precisionOf(components));
    const projection = once(() => projectionOf(components, kept));
    const within = once(() => precisionWithin(components, kept));

    /** Parts of the columns in the statistic of the rows of `samples`, row-major. */
    const partsOf = (samples: Matrix): Float64Array => {
      if (statistic === 'all-components') return conditionalParts(components, precision(), samples);
      const { t2, q } = measureSamples(components, samples, kept);
      const z = toUnits(samples, components.scale);
      const patterns = timesMatrix(z, within(), columnCount);
      const projected = timesMatrix(z, projection(), columnCount);
      return z.map((value, at) => {
        const row = Math.floor(at / columnCount);
        const isPattern = t2[row] / usualT2 > q[row] / usualQ;
        return isPattern ? Math.max(0, value * patterns[at]) : (value - projected[at]) ** 2;
      });
    };

    const weightsOfLast = (block: Matrix): Float64Array => {
      const weights = new Float64Array(columnCount);
      partsOf(prepareScoring(block, medians).samples).forEach(
        (part, at) => (weights[at % columnCount] += part),
      );
      return weights;
    };

    return {
      detectorId: id,
      columnCount,
      contextRows: smoothRows - 1,
      scoreSamples(samples) {
        const filled = prepareScoring(samples, medians);
        const own = scoresOf(filled.samples);
        const scores =
          smoothRows === 1
            ? own
            : rollingMeans(own, 1, smoothRows, markRows(samples.rowCount, filled.unscoredRows));
        for (const row of filled.unscoredRows) scores[row] = NaN;
        return scores;
      },
      expectedValues(samples) {
        const filled = prepareScoring(samples, medians).samples;
        return statistic === 'all-components'
          ? conditionalMeans(components, precision(), filled)
          : reconstructions(components, projection(), filled);
      },
      columnWeights: (samples, rows) => weightsOfRows(samples, rows, smoothRows - 1, weightsOfLast),
      toJSON: () => ({
        format,
        formatVersion: 2,
        columnCount,
        kept,
        usualT2,
        usualQ,
        smoothRows,
        medians: Array.from(medians),
        centres: Array.from(components.scale.centres),
        units: Array.from(components.scale.units),
        variances: Array.from(components.variances),
        vectors: Array.from(components.vectors),
      }),
    };
  };

  return {
    id,
    title,
    guide,
    options: offered,
    defaultOptions: usualValues(offered),
    usualThreshold: { kind: 'training-limit' },

    async fit(samples, options, _seed, checkpoint) {
      const { number: read } = readOptions(title, options, offered);
      const share = statistic === 'all-components' ? 1 : read('variance');
      const smoothRows = read('smoothSamples');
      await checkpoint(0, 'Preparing samples');
      const { usable, medians } = prepareTraining(samples);
      const components = await fitComponents(usable, checkpoint);
      const kept = countComponents(components.variances, share);
      await checkpoint(1, 'Finding components');
      const { t2, q } = measureSamples(components, usable, kept);
      return fitted({
        medians,
        components,
        kept,
        usualT2: aboveZero(quantileOf(t2, 0.99)),
        usualQ: aboveZero(quantileOf(q, 0.99)),
        smoothRows,
      });
    },

    fromJSON(json) {
      const saved = openSaved(json, format, 1, 2);
      const columnCount = saved.number('columnCount');
      const numbers = (name: string) => saved.numbers(name, columnCount);
      return fitted({
        medians: Float32Array.from(numbers('medians')),
        components: {
          scale: { centres: numbers('centres'), units: numbers('units') },
          variances: numbers('variances'),
          vectors: saved.numbers('vectors', columnCount * columnCount),
        },
        kept: saved.number('kept'),
        usualT2: saved.number('usualT2'),
        usualQ: saved.number('usualQ'),
        smoothRows: saved.version === 1 ? 1 : saved.number('smoothRows'),
      });
    },
  };
}

/** The value of the first call, kept for the next ones. */
function once(make: () => Float64Array): () => Float64Array {
  let made: Float64Array | null = null;
  return () => (made ??= make());
}

/** What lies at rounding level is no spread: then every residual counts in units of a tag's own spread. */
const aboveZero = (value: number): number => (value > 1e-9 ? value : 1);
