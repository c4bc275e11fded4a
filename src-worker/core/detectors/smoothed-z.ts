import type { Matrix } from '../matrix.ts';
import {
  type ColumnFinding,
  defaultHygieneRule,
  examineColumns,
  keptColumns,
} from '../samples/channel-hygiene.ts';
import { quantileOf } from '../stats/quantile.ts';
import { type ColumnScale, robustScale, toUnits } from './column-scale.ts';
import type { Detector, FittedDetector } from './detector.ts';
import type { FilledSamples } from './missing-values.ts';
import { readNumberOptions } from './number-options.ts';
import { pickColumns, prepareScoring, prepareTraining } from './prepare-samples.ts';
import { largestPerRow } from './robust-z.ts';
import { markRows, rollingMeans } from './rolling-mean.ts';
import { openSaved } from './saved-detector.ts';

const FORMAT = 'boilerhouse.smoothed-z';

interface Smoothing {
  readonly windowRows: number;
  /** Of the rolling means of the kept columns, in training. */
  readonly scale: ColumnScale;
  /** 90 % quantile of the largest smoothed z in training: what makes two windows comparable. */
  readonly usualLargest: number;
}

interface SavedSmoothedZ {
  readonly medians: Float32Array;
  /** Columns that hygiene left. */
  readonly kept: readonly number[];
  readonly findings: readonly ColumnFinding[];
  readonly scale: ColumnScale;
  readonly smoothings: readonly Smoothing[];
}

/**
 * Rolling means of z over a short and a long window, largest over the tags, in units of what it reaches in training;
 * mean over the two windows. Drifting, stuck, constant and redundant tags are left out (`channel-hygiene.ts`).
 * 1 = the level that a tenth of the training samples reach.
 *
 * Options: `shortSamples` and `longSamples`, the windows, 1..4096; `driftLimit` of the hygiene rule, 1 = keep all.
 * Missing values: see `missing-values.ts`; samples without a score do not count in a mean. Uses no chance.
 */
export const smoothedZ: Detector = {
  id: 'smoothed-z',
  title: 'Smoothed z',
  defaultOptions: { shortSamples: 5, longSamples: 20, driftLimit: defaultHygieneRule.driftLimit },
  usualThreshold: { kind: 'training-limit' },

  async fit(samples, options, _seed, checkpoint) {
    const window = { lowest: 1, highest: 4096, isWhole: true };
    const read = readNumberOptions('Smoothed z', options, smoothedZ.defaultOptions, {
      shortSamples: window,
      longSamples: window,
      driftLimit: { lowest: 0, highest: 1, isWhole: false },
    });
    const windows = [read('shortSamples'), read('longSamples')];
    await checkpoint(0, 'Preparing samples');
    const { filled, usable, medians } = prepareTraining(samples);
    await checkpoint(0.2, 'Examining tags');
    const findings = examineColumns(usable, { ...defaultHygieneRule, driftLimit: read('driftLimit') });
    const kept = keptColumns(findings);
    const scale = robustScale(pickColumns(usable, kept));
    await checkpoint(0.5, 'Smoothing');
    const longest = Math.max(...windows);
    const smoothings = windows.map((windowRows) => fitSmoothing(filled, kept, scale, windowRows, longest));
    await checkpoint(1, 'Smoothing');
    return fitted({ medians, kept, findings, scale, smoothings });
  },

  fromJSON(json) {
    const saved = openSaved(json, FORMAT, 1);
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
    });
  },
};

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

function smooth(
  filled: FilledSamples,
  kept: readonly number[],
  scale: ColumnScale,
  windowRows: number,
): Matrix & { readonly means: Float64Array; readonly isSkipped: Uint8Array } {
  const picked = pickColumns(filled.samples, kept);
  const isSkipped = markRows(picked.rowCount, filled.unscoredRows);
  const means = rollingMeans(toUnits(picked, scale), kept.length, windowRows, isSkipped);
  return { ...picked, means, isSkipped };
}

/** The rows before the windows are full are left out when there are enough others. */
function fitSmoothing(
  filled: FilledSamples,
  kept: readonly number[],
  scale: ColumnScale,
  windowRows: number,
  longest: number,
): Smoothing {
  const { means, isSkipped, rowCount } = smooth(filled, kept, scale, windowRows);
  const from = rowCount >= 4 * longest ? longest : 0;
  const rows = Array.from({ length: rowCount - from }, (_, at) => from + at).filter(
    (row) => isSkipped[row] === 0,
  );
  const settled: Matrix = {
    rowCount: rows.length,
    columnCount: kept.length,
    data: Float32Array.from(
      rows.flatMap((row) => Array.from(means.subarray(row * kept.length, (row + 1) * kept.length))),
    ),
  };
  const smoothScale = robustScale(settled);
  const largest = quantileOf(largestPerRow(toUnits(settled, smoothScale), kept.length), 0.9);
  return { windowRows, scale: smoothScale, usualLargest: largest > 0 ? largest : 1 };
}

function fitted(saved: SavedSmoothedZ): FittedDetector {
  const { medians, kept, findings, scale, smoothings } = saved;
  return {
    detectorId: smoothedZ.id,
    columnCount: medians.length,
    contextRows: Math.max(...smoothings.map(({ windowRows }) => windowRows)) - 1,
    scoreSamples(samples) {
      const filled = prepareScoring(samples, medians);
      const scores = new Float64Array(samples.rowCount);
      for (const smoothing of smoothings) {
        const { means } = smooth(filled, kept, scale, smoothing.windowRows);
        const { centres, units } = smoothing.scale;
        for (let at = 0; at < means.length; at++) {
          const column = at % kept.length;
          means[at] = (means[at] - centres[column]) / units[column];
        }
        const largest = largestPerRow(means, kept.length);
        for (let row = 0; row < scores.length; row++) {
          scores[row] += largest[row] / smoothing.usualLargest / smoothings.length;
        }
      }
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
    }),
  };
}

const describeSmoothing = (name: string, smoothing: Smoothing): Record<string, unknown> => ({
  [`${name}Rows`]: smoothing.windowRows,
  [`${name}Centres`]: Array.from(smoothing.scale.centres),
  [`${name}Units`]: Array.from(smoothing.scale.units),
  [`${name}Largest`]: smoothing.usualLargest,
});
