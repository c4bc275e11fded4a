import type { DetectorOptions } from '@shared/contract/runs.ts';
import { portion } from '../../checkpoint.ts';
import type { Matrix } from '../../matrix.ts';
import { type ColumnFinding, examineColumns, keptColumns } from '../../samples/channel-hygiene.ts';
import { aakr } from '../aakr/aakr.ts';
import { adaptiveZ } from '../adaptive-z.ts';
import type { Detector, FittedDetector } from '../detector.ts';
import { readOptions } from '../read-options.ts';
import { mahalanobis } from '../pca/pca.ts';
import { prepareTraining } from '../prepare-samples.ts';
import { openSaved } from '../saved-detector.ts';
import { smoothedZ } from '../smoothed-z.ts';
import { faultKinds } from './synthetic-faults.ts';
import { type Candidate, type TrialResult, trialRowsOf, tryDetectors } from './trial.ts';

const FORMAT = 'boilerhouse.automatic';

/** From this many tags on, with enough rows for them, the relations between tags tell more than each tag alone. */
const MANY_COLUMNS = 20;
const ROWS_PER_COLUMN = 5;

/** More tags than this are not tried: it would take longer than the analysis. */
const MOST_COLUMNS_TRIED = 60;

/** Share of held-out training samples above the limit from which the user is told. */
const MOST_FALSE = 0.2;

const candidates: readonly Detector[] = [adaptiveZ, mahalanobis, smoothedZ, aakr];

const usual = (detector: Detector, options: DetectorOptions = {}): Candidate => ({
  detector,
  options: { ...detector.defaultOptions, ...options },
});

/** Averaging over ten samples lets it see small lasting breaks of relations. */
const relations = usual(mahalanobis, { smoothSamples: 10 });

/**
 * Needs no knowledge of detectors: chooses by a rule from the training rows alone.
 * - one tag: adaptive z, since nothing but its own past can say what is usual;
 * - 20 tags or more and at least five training rows for each: Mahalanobis distance, which sees broken relations;
 * - otherwise: smoothed z, with the tags judged by channel hygiene.
 * The detectors that could have been chosen are tried on held-out training samples with inserted faults (`trial.ts`);
 * the figures stand beside the rule and do not overrule it: on short training they are mostly chance, and choosing by
 * them was measured to be worse (docs/detectors.md). The choice, its reason, the trial and what was found about every
 * tag are saved with the fitted detector.
 */
export const automatic: Detector = {
  id: 'automatic',
  title: 'Automatic',
  guide: {
    sees: 'what the detector it chooses sees: one tag against its own past, lasting shifts of a few tags, or broken relations between many',
    misses: 'what that detector misses; which one it was, and why, is told with the run',
    useWhen: 'you do not want to choose',
  },
  options: [],
  defaultOptions: {},
  usualThreshold: { kind: 'training-limit' },

  async fit(samples, options, seed, checkpoint) {
    readOptions('The automatic choice', options, []);
    await checkpoint(0, 'Examining tags');
    const { usable } = prepareTraining(samples);
    const findings = examineColumns(usable);
    const { candidate, reason } = chooseDetector(usable);
    const chosen = await candidate.detector.fit(
      samples,
      candidate.options,
      seed,
      portion(checkpoint, 0.1, 0.5),
    );
    const tried =
      usable.columnCount > MOST_COLUMNS_TRIED
        ? []
        : await tryDetectors(alternativesTo(candidate, usable), usable, seed, portion(checkpoint, 0.5, 1));
    const rule = reason + doubtOf(tried);
    return fitted({
      chosen,
      rule,
      reason: [rule, ...tried.map(describeResult)].join('; '),
      columns: describeColumns(findings),
      trial: tried.map(({ candidate: { detector }, falseAlarms, detected, merit }) => ({
        detectorId: detector.id,
        falseAlarms,
        ...detected,
        merit,
      })),
      triedOn: tried.length === 0 ? null : { trainingRows: usable.rowCount, ...trialRowsOf(usable.rowCount) },
    });
  },

  fromJSON(json) {
    const saved = openSaved(json, FORMAT, 1);
    const id = saved.text('chosenId');
    const detector = candidates.find((candidate) => candidate.id === id) ?? smoothedZ;
    return fitted({
      chosen: detector.fromJSON(saved.any('chosen')),
      rule: saved.any('rule') ?? null,
      reason: saved.text('reason'),
      columns: saved.any('columns'),
      trial: saved.any('trial') ?? [],
      triedOn: saved.any('triedOn') ?? null,
    });
  },
};

/** The rule above on training samples without NaN. */
export function chooseDetector({ rowCount, columnCount }: Matrix): {
  readonly candidate: Candidate;
  readonly reason: string;
} {
  if (columnCount === 1) {
    return { candidate: usual(adaptiveZ), reason: 'one tag: it can only be compared with its own past' };
  }
  if (columnCount >= MANY_COLUMNS && rowCount >= ROWS_PER_COLUMN * columnCount) {
    return {
      candidate: relations,
      reason: `${columnCount} tags, ${rowCount} training samples: the relations between them can be learnt`,
    };
  }
  return {
    candidate: usual(smoothedZ),
    reason: `${columnCount} tags: each is judged by itself, averaged over time; tags that drift get more room`,
  };
}

/** The chosen one first, then the others that suit the number of tags. */
function alternativesTo(chosen: Candidate, { columnCount }: Matrix): Candidate[] {
  const all =
    columnCount === 1 ? [usual(adaptiveZ), usual(smoothedZ)] : [usual(smoothedZ), relations, usual(aakr)];
  return [chosen, ...all.filter(({ detector }) => detector.id !== chosen.detector.id)];
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

/** Tells where the training does not foretell its own end; nothing where it does. */
function doubtOf(tried: readonly TrialResult[]): string {
  const chosen = tried.at(0);
  if (chosen === undefined || chosen.falseAlarms <= MOST_FALSE) return '';
  return (
    `; learnt from the first part of the training it raises an alarm on ${percent(chosen.falseAlarms)} of the rest: ` +
    'the training does not foretell its own end, a longer or steadier range may serve better'
  );
}

function describeResult({ candidate, falseAlarms, detected }: TrialResult): string {
  const seen = faultKinds
    .filter((kind) => !Number.isNaN(detected[kind]))
    .map((kind) => `${kind} ${percent(detected[kind])}`);
  return (
    `tried: ${candidate.detector.title} flags ${percent(falseAlarms)} of the training samples that it did not learn from, ` +
    `and of copies with a small fault put in: ${seen.join(', ')}`
  );
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

interface Choice {
  readonly chosen: FittedDetector;
  /** Why it was chosen; not known in what an earlier version saved. */
  readonly rule: unknown;
  /** The same with what the trial gave. */
  readonly reason: string;
  readonly columns: unknown;
  readonly trial: unknown;
  /** Samples that the figures of the trial were measured on; null without a trial. */
  readonly triedOn: unknown;
}

function fitted({ chosen, rule, reason, columns, trial, triedOn }: Choice): FittedDetector {
  return {
    ...chosen,
    detectorId: automatic.id,
    reason: `${chosen.detectorId}: ${reason}`,
    toJSON: () => ({
      format: FORMAT,
      formatVersion: 1,
      chosenId: chosen.detectorId,
      rule,
      reason,
      columns,
      trial,
      triedOn,
      chosen: chosen.toJSON(),
    }),
  };
}
