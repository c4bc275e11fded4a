import type { DetectorOptions } from '@shared/contract/runs.ts';
import { portion } from '../checkpoint.ts';
import type { Matrix } from '../matrix.ts';
import { type ColumnFinding, examineColumns, keptColumns } from '../samples/channel-hygiene.ts';
import { adaptiveZ } from './adaptive-z.ts';
import type { Detector, FittedDetector } from './detector.ts';
import { readNumberOptions } from './number-options.ts';
import { mahalanobis } from './pca/pca.ts';
import { prepareTraining } from './prepare-samples.ts';
import { openSaved } from './saved-detector.ts';
import { smoothedZ } from './smoothed-z.ts';

const FORMAT = 'boilerhouse.automatic';

/** From this many tags on, with enough rows for them, the relations between tags tell more than each tag alone. */
const MANY_COLUMNS = 20;
const ROWS_PER_COLUMN = 5;

const candidates: readonly Detector[] = [adaptiveZ, mahalanobis, smoothedZ];

/**
 * Needs no knowledge of detectors: chooses by a rule from the training rows alone.
 * - one tag: adaptive z, since nothing but its own past can say what is usual;
 * - 20 tags or more and at least five training rows for each: Mahalanobis distance, which sees broken relations;
 * - otherwise: smoothed z, without the tags that channel hygiene leaves out.
 * The choice, its reason and what was found about every tag are saved with the fitted detector.
 */
export const automatic: Detector = {
  id: 'automatic',
  title: 'Automatic',
  defaultOptions: {},
  usualThreshold: { kind: 'training-limit' },

  async fit(samples, options, seed, checkpoint) {
    readNumberOptions('The automatic choice', options, {}, {});
    await checkpoint(0, 'Examining tags');
    const { usable } = prepareTraining(samples);
    const findings = examineColumns(usable);
    const { detector, reason } = chooseDetector(usable);
    const chosenOptions: DetectorOptions = detector.defaultOptions;
    const chosen = await detector.fit(samples, chosenOptions, seed, portion(checkpoint, 0.2, 1));
    return fitted(chosen, reason, describeColumns(findings));
  },

  fromJSON(json) {
    const saved = openSaved(json, FORMAT, 1);
    const id = saved.text('chosenId');
    const detector = candidates.find((candidate) => candidate.id === id) ?? smoothedZ;
    return fitted(detector.fromJSON(saved.any('chosen')), saved.text('reason'), saved.any('columns'));
  },
};

/** The rule above on training samples without NaN. */
export function chooseDetector({ rowCount, columnCount }: Matrix): {
  readonly detector: Detector;
  readonly reason: string;
} {
  if (columnCount === 1) {
    return { detector: adaptiveZ, reason: 'one tag: compared with its own past' };
  }
  if (columnCount >= MANY_COLUMNS && rowCount >= ROWS_PER_COLUMN * columnCount) {
    return {
      detector: mahalanobis,
      reason: `${columnCount} tags, ${rowCount} training samples: relations between tags can be learnt`,
    };
  }
  return { detector: smoothedZ, reason: `${columnCount} tags: each one smoothed, drifting ones left out` };
}

function describeColumns(findings: readonly ColumnFinding[]): unknown {
  const kept = new Set(keptColumns(findings));
  return findings.map(({ state, drift, repeats }, column) => ({
    state,
    drift,
    repeats,
    isUsable: kept.has(column),
  }));
}

function fitted(chosen: FittedDetector, reason: string, columns: unknown): FittedDetector {
  return {
    detectorId: automatic.id,
    columnCount: chosen.columnCount,
    contextRows: chosen.contextRows,
    scoreSamples: (samples) => chosen.scoreSamples(samples),
    toJSON: () => ({
      format: FORMAT,
      formatVersion: 1,
      chosenId: chosen.detectorId,
      reason,
      columns,
      chosen: chosen.toJSON(),
    }),
  };
}
