import { usualValues } from '@shared/detector-options.ts';
import { advanced, countOption, eventOptions, measureOption } from './common-options.ts';
import { type Calibration, calibrate, NO_CALIBRATION, toCommonScale } from '../anomalies/calibration.ts';
import type { Matrix } from '../matrix.ts';
import {
  type ColumnFinding,
  defaultHygieneRule,
  examineColumns,
  keptColumns,
  levelRange,
} from '../samples/channel-hygiene.ts';
import { type ColumnScale, robustScale } from './column-scale.ts';
import { repeatedRows, weightsOfRows } from './column-weights.ts';
import type { Detector, FittedDetector } from './detector.ts';
import {
  applyEventRules,
  eventContextRows,
  type EventRules,
  noEventRules,
  openEventRules,
  readEventRules,
  saveEventRules,
} from './event-rules.ts';
import type { FilledSamples } from './missing-values.ts';
import { readOptions } from './read-options.ts';
import { pickColumns } from '../samples/columns.ts';
import { prepareScoring, prepareTraining } from './prepare-samples.ts';
import { largestPerRow } from './robust-z.ts';
import { type SavedReader, openSaved } from './saved-detector.ts';
import { fitSmoothing, measureSmoothing, type Smoothing } from './smoothing.ts';
import { stretchesOf } from './training-stretches.ts';

const FORMAT = 'boilerhouse.smoothed-z';

/** A drifting tag may go this many times as far as its level went in training before it counts as one steady unit. */
const DRIFT_ALLOWANCE = 3;

interface SavedSmoothedZ {
  readonly medians: Float32Array;
  /** Columns that are looked at. */
  readonly kept: readonly number[];
  readonly findings: readonly ColumnFinding[];
  readonly scale: ColumnScale;
  readonly smoothings: readonly Smoothing[];
  readonly calibration: Calibration;
  readonly events: EventRules;
}

const OPTIONS = [
  countOption(
    {
      name: 'shortSamples',
      title: 'Short window',
      explanation: 'Samples of the shorter of the two rolling means, which sees a shift early.',
    },
    5,
    1,
    4096,
    'samples',
  ),
  countOption(
    {
      name: 'longSamples',
      title: 'Long window',
      explanation:
        'Samples of the longer of the two rolling means, which sees a shift that is small beside the noise.',
    },
    20,
    1,
    4096,
    'samples',
  ),
  advanced(
    measureOption(
      {
        name: 'driftLimit',
        title: 'Drift limit',
        explanation:
          'A tag whose level in training spreads by more than this share of its own spread counts as drifting and is given room; at 1 none drifts.',
      },
      defaultHygieneRule.driftLimit,
      0,
      1,
      null,
    ),
  ),
  ...eventOptions,
];

/**
 * Rolling means of z over a short and a long window, largest over the tags, in units of what it reaches in training;
 * mean over the two windows, on the common scale of scores; what is left after an event fades, and an event ends only
 * when its score has halved (`event-rules.ts`).
 * Stuck, constant and redundant tags are left out; a drifting tag counts in units of three times the range of its level
 * in training, so that only a departure far beyond its drift is seen (`channel-hygiene.ts`).
 *
 * Options: `shortSamples` and `longSamples`, the windows; `driftLimit` of the hygiene rule; `eventSamples`,
 * `aftermathShare` and `holdShare` of the event rules.
 * Missing values: see `missing-values.ts`; samples without a score do not count in a mean. Of more than 196,608 training
 * samples, what the means reach is learnt from stretches (`training-stretches.ts`). Uses no chance.
 */
export const smoothedZ: Detector = {
  id: 'smoothed-z',
  title: 'Smoothed z',
  guide: {
    sees: 'lasting shifts of single tags, small ones too: noise averages out over 5 and 20 samples',
    misses:
      'broken relations between tags that stay in their range; spikes of one sample; of a drifting tag only what goes far beyond its drift',
    useWhen: 'a few to a few tens of tags at steady operation',
  },
  options: OPTIONS,
  defaultOptions: usualValues(OPTIONS),
  usualThreshold: { kind: 'training-limit' },

  async fit(samples, options, _seed, checkpoint) {
    const { number: read } = readOptions('Smoothed z', options, OPTIONS);
    const windows = [read('shortSamples'), read('longSamples')];
    const events = readEventRules({ number: read });
    const rule = { ...defaultHygieneRule, driftLimit: read('driftLimit') };
    await checkpoint(0, 'Preparing samples');
    const { filled, usable, medians } = prepareTraining(samples);
    await checkpoint(0.2, 'Examining tags');
    const findings = examineColumns(usable, rule);
    const steady = new Set(keptColumns(findings));
    const kept = findings.flatMap(({ state }, column) =>
      steady.has(column) || state === 'drifting' ? [column] : [],
    );
    const scale = robustScale(pickColumns(usable, kept));
    const allowances = kept.map((column, at) =>
      steady.has(column)
        ? 0
        : (DRIFT_ALLOWANCE * levelRange(usable, column, rule.blockSamples)) / scale.units[at],
    );
    await checkpoint(0.5, 'Smoothing');
    const longest = Math.max(...windows);
    const learnt = stretchesOf(filled, longest);
    const smoothings: Smoothing[] = [];
    for (const windowRows of windows) {
      smoothings.push(
        fitSmoothing(learnt.filled, kept, scale, windowRows, longest, allowances, learnt.atSeams),
      );
      await checkpoint(0.5 + 0.25 * smoothings.length, 'Smoothing');
    }
    const scores = rawScores(learnt.filled, kept, scale, smoothings);
    for (const row of learnt.atSeams) scores[row] = NaN;
    const calibration = calibrate(scores) ?? NO_CALIBRATION;
    return fitted({ medians, kept, findings, scale, smoothings, calibration, events });
  },

  fromJSON(json) {
    const saved = openSaved(json, FORMAT, 1, 2);
    const columnCount = saved.number('columnCount');
    const keptCount = saved.number('keptCount');
    const numbers = (name: string) => saved.numbers(name, keptCount);
    return fitted({
      medians: Float32Array.from(saved.numbers('medians', columnCount)),
      kept: Array.from(numbers('kept')),
      findings: findingsOf(saved.any('columns')),
      scale: { centres: numbers('centres'), units: numbers('units') },
      smoothings: ['short', 'long'].map((name) => ({
        windowRows: saved.number(`${name}Rows`),
        scale: { centres: numbers(`${name}Centres`), units: numbers(`${name}Units`) },
        usualLargest: saved.number(`${name}Largest`),
      })),
      ...laterParts(saved),
    });
  },
};

/** Version 1 had neither the common scale nor the event rules. */
function laterParts(saved: SavedReader): Pick<SavedSmoothedZ, 'calibration' | 'events'> {
  if (saved.version === 1) {
    return { calibration: NO_CALIBRATION, events: noEventRules };
  }
  return {
    calibration: { median: saved.number('median'), width: saved.number('width') },
    events: openEventRules(saved),
  };
}

function findingsOf(json: unknown): ColumnFinding[] {
  const states = ['usable', 'constant', 'stuck', 'drifting', 'redundant'] as const;
  const items: readonly unknown[] = Array.isArray(json) ? json : [];
  return items.map((item) => {
    const part = openSaved(item, 'column', 1);
    const repeats = part.number('repeats');
    return {
      state: states.find((state) => state === part.text('state')) ?? 'usable',
      drift: part.number('drift'),
      repeats: repeats < 0 ? null : repeats,
    };
  });
}

/** Mean over the windows of the largest smoothed z; NaN where a sample is not scored. */
function rawScores(
  filled: FilledSamples,
  kept: readonly number[],
  scale: ColumnScale,
  smoothings: readonly Smoothing[],
): Float64Array {
  const scores = new Float64Array(filled.samples.rowCount);
  for (const smoothing of smoothings) {
    const largest = largestPerRow(measureSmoothing(smoothing, filled, kept, scale), kept.length);
    for (let row = 0; row < scores.length; row++) scores[row] += largest[row] / smoothings.length;
  }
  for (const row of filled.unscoredRows) scores[row] = NaN;
  return scores;
}

function fitted(saved: SavedSmoothedZ): FittedDetector {
  const { medians, kept, findings, scale, smoothings, calibration, events } = saved;
  const columnCount = medians.length;
  const longest = Math.max(...smoothings.map(({ windowRows }) => windowRows));
  const centres = new Float64Array(columnCount).fill(NaN);
  kept.forEach((column, at) => (centres[column] = scale.centres[at]));

  /** Squares of the smoothed z of the last row, each window having the same say. */
  const weightsOfLast = (block: Matrix): Float64Array => {
    const weights = new Float64Array(columnCount);
    const filled = prepareScoring(block, medians);
    for (const smoothing of smoothings) {
      const z = measureSmoothing(smoothing, filled, kept, scale).subarray(-kept.length);
      kept.forEach((column, at) => (weights[column] += z[at] ** 2));
    }
    return weights;
  };

  return {
    detectorId: smoothedZ.id,
    columnCount,
    contextRows: longest - 1 + eventContextRows(events),
    scoreSamples(samples) {
      const raw = rawScores(prepareScoring(samples, medians), kept, scale, smoothings);
      return applyEventRules(
        raw.map((score) => toCommonScale(calibration, score)),
        events,
      );
    },
    expectedValues: (samples) => repeatedRows(centres, samples.rowCount),
    columnWeights: (samples, rows) => weightsOfRows(samples, rows, longest - 1, weightsOfLast),
    toJSON: () => ({
      format: FORMAT,
      formatVersion: 2,
      columnCount,
      keptCount: kept.length,
      medians: Array.from(medians),
      kept: Array.from(kept),
      columns: findings.map(({ state, drift, repeats }) => ({
        format: 'column',
        formatVersion: 1,
        state,
        drift,
        repeats: repeats ?? -1,
      })),
      centres: Array.from(scale.centres),
      units: Array.from(scale.units),
      ...describeSmoothing('short', smoothings[0]),
      ...describeSmoothing('long', smoothings[1]),
      median: calibration.median,
      width: calibration.width,
      ...saveEventRules(events),
    }),
  };
}

const describeSmoothing = (name: string, smoothing: Smoothing): Record<string, unknown> => ({
  [`${name}Rows`]: smoothing.windowRows,
  [`${name}Centres`]: Array.from(smoothing.scale.centres),
  [`${name}Units`]: Array.from(smoothing.scale.units),
  [`${name}Largest`]: smoothing.usualLargest,
});
