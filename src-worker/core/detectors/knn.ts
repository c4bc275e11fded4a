import { usualValues } from '@shared/detector-options.ts';
import { countOption } from './common-options.ts';
import type { Matrix } from '../matrix.ts';
import { createRandom } from '../random.ts';
import { type ColumnScale, robustScale, toUnits } from './column-scale.ts';
import { weightsOfRows } from './column-weights.ts';
import type { Detector, FittedDetector } from './detector.ts';
import { drawRows } from './isolation-forest/draw-rows.ts';
import { readOptions } from './read-options.ts';
import { prepareScoring, prepareTraining } from './prepare-samples.ts';
import { openSaved } from './saved-detector.ts';

const FORMAT = 'boilerhouse.knn';

interface SavedKnn {
  readonly medians: Float32Array;
  readonly scale: ColumnScale;
  readonly neighbours: number;
  /** Standardised, row-major. */
  readonly references: Float64Array;
}

const OPTIONS = [
  countOption(
    {
      name: 'subsample',
      title: 'Reference samples',
      explanation:
        'Training samples that are kept to compare with: more know more of what is usual and take longer.',
    },
    256,
    1,
    4096,
    'samples',
  ),
  countOption(
    {
      name: 'neighbours',
      title: 'Number of neighbours (k)',
      explanation:
        'Nearest reference samples over which the distance is averaged; more are steadier against single odd ones.',
    },
    5,
    1,
    64,
    'samples',
  ),
];

/**
 * Distance to the nearest training samples: root mean square over the tags, in robust standard deviations, averaged
 * over the neighbours. A reference sample that equals the scored one counts too, so training samples score low.
 *
 * Options: `subsample`, reference samples drawn from the training; `neighbours`.
 * Missing values: see `missing-values.ts`. Source: Angiulli and Pizzuti 2002; subsampling after Sugiyama and Borgwardt 2013.
 */
export const knn: Detector = {
  id: 'knn',
  title: 'Nearest neighbours',
  guide: {
    sees: 'samples unlike any drawn from the training, several separate operating states included',
    misses: 'small lasting shifts; slow for large subsamples',
    useWhen: 'operation has several states',
  },
  options: OPTIONS,
  defaultOptions: usualValues(OPTIONS),
  usualThreshold: { kind: 'training-limit' },

  async fit(samples, options, seed, checkpoint) {
    const { number: read } = readOptions('Nearest neighbours', options, OPTIONS);
    const wanted = read('subsample');
    const neighbours = read('neighbours');
    await checkpoint(0, 'Preparing samples');
    const { usable, medians } = prepareTraining(samples);
    await checkpoint(0.3, 'Measuring spreads');
    const scale = robustScale(usable);
    await checkpoint(0.8, 'Drawing reference samples');
    const z = toUnits(usable, scale);
    const { columnCount, rowCount } = usable;
    const drawn = drawRows(rowCount, Math.min(wanted, rowCount), createRandom(seed));
    const references = new Float64Array(drawn.length * columnCount);
    drawn.forEach((row, at) =>
      references.set(z.subarray(row * columnCount, (row + 1) * columnCount), at * columnCount),
    );
    return fitted({ medians, scale, neighbours, references });
  },

  fromJSON(json) {
    const saved = openSaved(json, FORMAT, 1);
    const columnCount = saved.number('columnCount');
    const numbers = (name: string) => saved.numbers(name, columnCount);
    return fitted({
      medians: Float32Array.from(numbers('medians')),
      scale: { centres: numbers('centres'), units: numbers('units') },
      neighbours: saved.number('neighbours'),
      references: saved.numbers('references', saved.number('referenceCount') * columnCount),
    });
  },
};

function fitted(saved: SavedKnn): FittedDetector {
  const { medians, scale, neighbours, references } = saved;
  const columnCount = medians.length;
  return {
    detectorId: knn.id,
    columnCount,
    contextRows: 0,
    scoreSamples(samples) {
      const filled = prepareScoring(samples, medians);
      const scores = neighboursOf(references, filled.samples, scale, neighbours).distances;
      for (const row of filled.unscoredRows) scores[row] = NaN;
      return scores;
    },
    /** The mean of the nearest reference samples. */
    expectedValues(samples) {
      const { means } = neighboursOf(references, prepareScoring(samples, medians).samples, scale, neighbours);
      const data = Float32Array.from(means, (mean, at) => {
        const column = at % columnCount;
        return scale.centres[column] + mean * scale.units[column];
      });
      return { ...samples, data };
    },
    columnWeights: (samples, rows) =>
      weightsOfRows(samples, rows, 0, (sample) => {
        const filled = prepareScoring(sample, medians).samples;
        const { means } = neighboursOf(references, filled, scale, neighbours);
        return toUnits(filled, scale).map((z, column) => (z - means[column]) ** 2);
      }),
    toJSON: () => ({
      format: FORMAT,
      formatVersion: 1,
      columnCount,
      neighbours,
      medians: Array.from(medians),
      centres: Array.from(scale.centres),
      units: Array.from(scale.units),
      referenceCount: references.length / columnCount,
      references: Array.from(references),
    }),
  };
}

interface Neighbourhood {
  /** Mean distance to the nearest references, shape [rowCount]. */
  readonly distances: Float64Array;
  /** Mean of those references, standardised, row-major. */
  readonly means: Float64Array;
}

function neighboursOf(
  references: Float64Array,
  samples: Matrix,
  scale: ColumnScale,
  neighbours: number,
): Neighbourhood {
  const { columnCount, rowCount } = samples;
  const z = toUnits(samples, scale);
  const referenceCount = references.length / columnCount;
  const count = Math.min(neighbours, referenceCount);
  const nearest = new Float64Array(count);
  const places = new Int32Array(count);
  const distances = new Float64Array(rowCount);
  const means = new Float64Array(z.length);
  for (let row = 0; row < rowCount; row++) {
    nearest.fill(Infinity);
    places.fill(0);
    const first = row * columnCount;
    for (let at = 0; at < references.length; at += columnCount) {
      let square = 0;
      for (let column = 0; column < columnCount; column++) {
        const distance = z[first + column] - references[at + column];
        square += distance * distance;
      }
      let place = count - 1;
      if (!(square < nearest[place])) continue;
      while (place > 0 && nearest[place - 1] > square) {
        nearest[place] = nearest[place - 1];
        places[place] = places[--place];
      }
      nearest[place] = square;
      places[place] = at;
    }
    let sum = 0;
    for (const square of nearest) sum += Math.sqrt(square / columnCount);
    distances[row] = sum / count;
    for (const place of places) {
      for (let column = 0; column < columnCount; column++) {
        means[first + column] += references[place + column] / count;
      }
    }
  }
  return { distances, means };
}
