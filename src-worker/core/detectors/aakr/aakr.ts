import { usualValues } from '@shared/detector-options.ts';
import { countOption, eventOptions, measureOption, smoothingOption } from '../common-options.ts';
import { type Calibration, calibrate, NO_CALIBRATION, toCommonScale } from '../../anomalies/calibration.ts';
import { type Matrix, newMatrix } from '../../matrix.ts';
import { examineColumns, keptColumns } from '../../samples/channel-hygiene.ts';
import { type ColumnScale, robustScale, toUnits } from '../column-scale.ts';
import { weightsOfRows } from '../column-weights.ts';
import type { Detector, FittedDetector } from '../detector.ts';
import {
  applyEventRules,
  eventContextRows,
  type EventRules,
  openEventRules,
  readEventRules,
  saveEventRules,
} from '../event-rules.ts';
import type { FilledSamples } from '../missing-values.ts';
import { readOptions } from '../read-options.ts';
import { pickColumns } from '../../samples/columns.ts';
import { prepareScoring, prepareTraining } from '../prepare-samples.ts';
import { largestPerRow } from '../robust-z.ts';
import { openSaved } from '../saved-detector.ts';
import { fitSmoothing, measureSmoothing, type Smoothing } from '../smoothing.ts';
import { estimateRows } from './kernel-estimate.ts';
import { selectMemory } from './memory.ts';

const FORMAT = 'boilerhouse.aakr';

interface SavedAakr {
  readonly medians: Float32Array;
  /** Columns that hygiene left. */
  readonly kept: readonly number[];
  readonly scale: ColumnScale;
  readonly bandwidth: number;
  /** Remembered vectors, standardised, row-major. */
  readonly memory: Float64Array;
  /** Of the residuals. */
  readonly residualScale: ColumnScale;
  readonly smoothing: Smoothing;
  readonly calibration: Calibration;
  readonly events: EventRules;
}

const OPTIONS = [
  countOption(
    {
      name: 'memory',
      title: 'Memory vectors',
      explanation:
        'Training samples that are remembered to estimate from: more follow the process closer and take longer.',
    },
    200,
    1,
    4096,
    'samples',
  ),
  measureOption(
    {
      name: 'bandwidth',
      title: 'Kernel bandwidth',
      explanation:
        'How far a remembered sample may be to have a say: small follows the process closely, large is smooth.',
    },
    0.5,
    0.01,
    100,
    'std. deviations per tag',
  ),
  smoothingOption(20),
  ...eventOptions,
];

/**
 * Auto-associative kernel regression: each sample is estimated from remembered training samples like it; the
 * differences are averaged over the last samples, tag by tag, and the largest, in units of what it reaches in
 * training, is the score, with the event rules of `event-rules.ts`. Tags are those that channel hygiene leaves.
 * Taken rather than MSET because it needs no inverse of a similarity matrix, which is ill-conditioned for vectors as
 * alike as those of a steady plant; Hines and Garvey found the two to estimate equally well.
 *
 * Options: `memory`, the vectors; `bandwidth` in standard deviations per tag; `smoothSamples` as in PCA; the event
 * rules as in smoothed z. Missing values: see `missing-values.ts`. Uses no chance.
 */
export const aakr: Detector = {
  id: 'aakr',
  title: 'Auto-associative kernel regression',
  guide: {
    sees: 'tags that do not fit the rest of the sample, compared with remembered samples; lasting shifts',
    misses: 'the same as smoothed z; slower: 200 distances a sample',
    useWhen: 'a few to a few tens of tags whose usual values depend on each other',
  },
  options: OPTIONS,
  defaultOptions: usualValues(OPTIONS),
  usualThreshold: { kind: 'training-limit' },

  async fit(samples, options, _seed, checkpoint) {
    const { number: read } = readOptions('Kernel regression', options, OPTIONS);
    const most = read('memory');
    const bandwidth = read('bandwidth');
    const windowRows = read('smoothSamples');
    const events = readEventRules({ number: read });
    await checkpoint(0, 'Preparing samples');
    const { filled, usable, medians } = prepareTraining(samples);
    await checkpoint(0.2, 'Examining tags');
    const kept = keptColumns(examineColumns(usable));
    const training = pickColumns(usable, kept);
    const scale = robustScale(training);
    const z = toUnits(training, scale);
    await checkpoint(0.3, 'Choosing samples to remember');
    const rows = selectMemory(z, kept.length, most);
    const memory = new Float64Array(rows.length * kept.length);
    rows.forEach((row, at) =>
      memory.set(z.subarray(row * kept.length, (row + 1) * kept.length), at * kept.length),
    );
    await checkpoint(0.5, 'Estimating');
    const model = { medians, kept, scale, bandwidth, memory };
    const residuals = residualsOf(model, filled);
    await checkpoint(0.9, 'Estimating');
    const learnt =
      usable === filled.samples ? residuals : residualsOf(model, { samples: usable, unscoredRows: [] });
    const residualScale = robustScale(learnt.samples);
    const columns = kept.map((_, at) => at);
    const smoothing = fitSmoothing(residuals, columns, residualScale, windowRows, windowRows, []);
    const raw = rawScores(residuals, residualScale, smoothing);
    await checkpoint(1, 'Estimating');
    const calibration = calibrate(raw) ?? NO_CALIBRATION;
    return fitted({ ...model, residualScale, smoothing, calibration, events });
  },

  fromJSON(json) {
    const saved = openSaved(json, FORMAT, 1);
    const keptCount = saved.number('keptCount');
    const numbers = (name: string) => saved.numbers(name, keptCount);
    return fitted({
      medians: Float32Array.from(saved.numbers('medians', saved.number('columnCount'))),
      kept: Array.from(numbers('kept')),
      scale: { centres: numbers('centres'), units: numbers('units') },
      bandwidth: saved.number('bandwidth'),
      memory: saved.numbers('memory', saved.number('memoryCount') * keptCount),
      residualScale: { centres: numbers('residualCentres'), units: numbers('residualUnits') },
      smoothing: {
        windowRows: saved.number('smoothRows'),
        scale: { centres: numbers('smoothCentres'), units: numbers('smoothUnits') },
        usualLargest: saved.number('usualLargest'),
      },
      calibration: { median: saved.number('median'), width: saved.number('width') },
      events: openEventRules(saved),
    });
  },
};

type Model = Pick<SavedAakr, 'kept' | 'scale' | 'bandwidth' | 'memory'>;

/** Samples of the kept columns minus their estimates, in standard deviations. */
function residualsOf({ kept, scale, bandwidth, memory }: Model, filled: FilledSamples): FilledSamples {
  const picked = pickColumns(filled.samples, kept);
  const z = toUnits(picked, scale);
  const estimates = estimateRows(z, memory, kept.length, bandwidth);
  const data = Float32Array.from(z, (value, at) => value - estimates[at]);
  return { samples: { ...picked, data }, unscoredRows: filled.unscoredRows };
}

function rawScores(residuals: FilledSamples, residualScale: ColumnScale, smoothing: Smoothing): Float64Array {
  const { columnCount } = residuals.samples;
  const columns = Array.from({ length: columnCount }, (_, at) => at);
  const scores = largestPerRow(measureSmoothing(smoothing, residuals, columns, residualScale), columnCount);
  for (const row of residuals.unscoredRows) scores[row] = NaN;
  return scores;
}

function fitted(saved: SavedAakr): FittedDetector {
  const { medians, kept, scale, memory, residualScale, smoothing, calibration, events } = saved;
  const columnCount = medians.length;

  const weightsOfLast = (block: Matrix): Float64Array => {
    const weights = new Float64Array(columnCount);
    const residuals = residualsOf(saved, prepareScoring(block, medians));
    const columns = kept.map((_, at) => at);
    const last = measureSmoothing(smoothing, residuals, columns, residualScale).subarray(-kept.length);
    kept.forEach((column, at) => (weights[column] = last[at] ** 2));
    return weights;
  };

  return {
    detectorId: aakr.id,
    columnCount,
    contextRows: smoothing.windowRows - 1 + eventContextRows(events),
    scoreSamples(samples) {
      const residuals = residualsOf(saved, prepareScoring(samples, medians));
      const raw = rawScores(residuals, residualScale, smoothing);
      return applyEventRules(
        raw.map((score) => toCommonScale(calibration, score)),
        events,
      );
    },
    expectedValues(samples) {
      const picked = pickColumns(prepareScoring(samples, medians).samples, kept);
      const estimates = estimateRows(toUnits(picked, scale), memory, kept.length, saved.bandwidth);
      const expected = newMatrix(samples.rowCount, columnCount);
      expected.data.fill(NaN);
      for (let row = 0, from = 0; row < samples.rowCount; row++) {
        for (let at = 0; at < kept.length; at++, from++) {
          expected.data[row * columnCount + kept[at]] = scale.centres[at] + estimates[from] * scale.units[at];
        }
      }
      return expected;
    },
    columnWeights: (samples, rows) => weightsOfRows(samples, rows, smoothing.windowRows - 1, weightsOfLast),
    toJSON: () => ({
      format: FORMAT,
      formatVersion: 1,
      columnCount,
      keptCount: kept.length,
      medians: Array.from(medians),
      kept: Array.from(kept),
      centres: Array.from(scale.centres),
      units: Array.from(scale.units),
      bandwidth: saved.bandwidth,
      memoryCount: memory.length / kept.length,
      memory: Array.from(memory),
      residualCentres: Array.from(residualScale.centres),
      residualUnits: Array.from(residualScale.units),
      smoothRows: smoothing.windowRows,
      smoothCentres: Array.from(smoothing.scale.centres),
      smoothUnits: Array.from(smoothing.scale.units),
      usualLargest: smoothing.usualLargest,
      median: calibration.median,
      width: calibration.width,
      ...saveEventRules(events),
    }),
  };
}
