import { z } from 'zod';
import { anomalyKind, judgement, operatingMode, runConditions } from './conditions.ts';

const id = z.number().int().positive();

export const detectorOptions = z.record(
  z.string().max(60),
  z.union([z.number(), z.string().max(200), z.boolean()]),
);

export const runStatus = z.enum(['running', 'finished', 'failed', 'cancelled', 'interrupted']);

export const scoreScale = z.strictObject({ median: z.number(), width: z.number().positive() });

const share = z.number().nullable();

/** What the automatic choice took and why, with what its trial measured. */
export const runChoice = z.strictObject({
  detectorId: z.string(),
  rule: z.string(),
  /** Null without a trial, and where an earlier program did not keep it. */
  triedOn: z
    .strictObject({
      trainingRows: z.number(),
      /** At the end of the training range: first those that were learnt from, then those held out. */
      learntRows: z.number(),
      heldOutRows: z.number(),
      /** Of the held-out samples, those in whose copies a fault was put. */
      faultRows: z.number(),
    })
    .nullable(),
  /** Shares of samples above the limit, 0..1; null where there is none. */
  trial: z.array(
    z.strictObject({
      detectorId: z.string(),
      falseAlarms: share,
      shift: share,
      ramp: share,
      relation: share,
    }),
  ),
  /** What was found about each tag in the training range. */
  tags: z.array(
    z.strictObject({
      name: z.string(),
      state: z.enum(['usable', 'constant', 'stuck', 'drifting', 'redundant']),
      /** Whether it counts in full. */
      isUsable: z.boolean(),
    }),
  ),
});

/** A tag that was chosen but not learnt from: the training range hardly has a reading of it. */
export const leftOutTag = z.strictObject({
  id,
  name: z.string(),
  /** Training samples with a reading of it. */
  knownSamples: z.number(),
});

export const runSummary = z.strictObject({
  id,
  plantId: id,
  status: runStatus,
  detectorId: z.string(),
  detectorOptions,
  seed: z.number(),
  contamination: z.number(),
  /** Null until the run is finished. A sample is anomalous when its score is above it. */
  threshold: z.number().nullable(),
  fromMs: z.number(),
  toMs: z.number(),
  trainFromMs: z.number(),
  trainToMs: z.number(),
  tags: z.array(
    z.strictObject({
      id,
      name: z.string(),
      unit: z.string().nullable(),
      description: z.string().nullable().optional(),
    }),
  ),
  /** Chosen beside `tags`, but left out. */
  leftOutTags: z.array(leftOutTag).optional(),
  conditions: runConditions.optional(),
  /**
   * Median of the scores of the training samples, and the way from there to their 90 % quantile, above 0: what brings
   * scores and threshold to the common scale. Null or absent where a program before it scored.
   */
  scale: scoreScale.nullable().optional(),
  /** Thresholds of single modes; the others have the one above. */
  modeThresholds: z.array(z.strictObject({ mode: operatingMode, threshold: z.number() })).optional(),
  /** Tag that tells the load; null where there is none. */
  loadTagId: z.number().nullable().optional(),
  /** Anomalies by kind; a kind without any is absent, and all are in a run of a program that did not judge. */
  kindCounts: z.partialRecord(anomalyKind, z.number()).optional(),
  sampleCount: z.number(),
  /** Samples with enough readings to be scored. */
  scoredCount: z.number(),
  anomalousCount: z.number(),
  anomalyCount: z.number(),
  startedMs: z.number(),
  finishedMs: z.number().nullable(),
  programVersion: z.string(),
  /** SHA-256 of the samples: times as float64, then values as float32, little-endian, row-major. */
  dataSha256: z.string().nullable(),
  /** Why it failed, or null. */
  message: z.string().nullable(),
});

/** Mean square error of an epoch of a training, in squared spreads of the tags. */
export const lossPoint = z.strictObject({
  /** Counts from 1. */
  epoch: z.number(),
  training: z.number(),
  /** On the held-out end of the training range; null where that is too short. */
  validation: z.number().nullable(),
});

export const lossPoints = z.array(lossPoint).max(1000);

export const runTraining = z.strictObject({ losses: lossPoints });

export const resumableRun = z.strictObject({ run: runSummary, losses: lossPoints });

export const contribution = z.strictObject({
  tagName: z.string(),
  unit: z.string().nullable(),
  /** Share of this tag in the anomaly, 0..1; the shares of an anomaly add up to 1. */
  share: z.number(),
  /** Reading at the peak; null where it is missing. */
  actual: z.number().nullable(),
  /** Median of the training samples at this load; over all of them where no tag tells the load. */
  usual: z.number().nullable(),
});

export const anomaly = z.strictObject({
  id,
  runId: id,
  startMs: z.number(),
  endMs: z.number(),
  peakMs: z.number(),
  peakScore: z.number(),
  /** Anomalous samples in the interval. */
  sampleCount: z.number(),
  contributions: z.array(contribution),
  judgement: judgement.nullable().optional(),
});

export const anomalyFilter = z.strictObject({
  /** Part of a contributing tag's name; empty = all. */
  tag: z.string().max(120),
  minPeakScore: z.number().nullable(),
  minDurationMs: z.number().nullable(),
  /** Absent or empty = all. */
  kinds: z.array(anomalyKind).max(4).optional(),
});

export const anomalySort = z.strictObject({
  by: z.enum(['start', 'end', 'duration', 'peak', 'samples']),
  descending: z.boolean(),
});

const view = { runId: id, filter: anomalyFilter, sort: anomalySort };

export const runCalls = {
  'runs.list': { input: z.strictObject({ plantId: id }), output: z.array(runSummary) },
  /** Loss of each epoch; null for a detector that does not learn in epochs. */
  'runs.training': { input: z.strictObject({ runId: id }), output: runTraining.nullable() },
  /** Null for a run whose detector was chosen by a person. */
  'runs.choice': { input: z.strictObject({ runId: id }), output: runChoice.nullable() },
  /** Cancelled and interrupted runs whose training can go on, the newest first. */
  'runs.resumable': { input: z.strictObject({ plantId: id }), output: z.array(resumableRun) },
  'runs.get': { input: z.strictObject({ runId: id }), output: runSummary },
  'anomalies.list': {
    input: z.strictObject({
      ...view,
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(1000),
    }),
    output: z.strictObject({ rows: z.array(anomaly), total: z.number() }),
  },
  /** Operating modes as stretches for a chart; what is shorter than a pixel is joined to the stretch before. */
  'runs.modes': {
    input: z.strictObject({
      runId: id,
      fromMs: z.number(),
      toMs: z.number(),
      pixels: z.number().int().min(1).max(8192),
    }),
    output: z.array(z.strictObject({ mode: operatingMode, startMs: z.number(), endMs: z.number() })),
  },
  /** Earlier anomalies of the plant, in any of its runs, to which the same tags contribute in the same way; the likest first. */
  'anomalies.similar': {
    input: z.strictObject({ anomalyId: id }),
    output: z.array(
      z.strictObject({
        anomalyId: id,
        runId: id,
        startMs: z.number(),
        endMs: z.number(),
        /** 0..1; 1 = the same shares in the same directions. */
        likeness: z.number(),
        judgement: judgement.nullable(),
        /** What people, files or the simulator say about that stretch. */
        labels: z.array(z.strictObject({ kind: z.string(), note: z.string() })),
      }),
    ),
  },
  /** Row number of an anomaly in the filtered, sorted list; null when the filter hides it. */
  'anomalies.position': {
    input: z.strictObject({ ...view, anomalyId: id }),
    output: z.number().nullable(),
  },
  /** Anomalies as bands for a chart; neighbours that fall on the same pixel are one band with a count. */
  'anomalies.bands': {
    input: z.strictObject({
      runId: id,
      fromMs: z.number(),
      toMs: z.number(),
      pixels: z.number().int().min(1).max(8192),
    }),
    output: z.array(
      z.strictObject({
        firstAnomalyId: id,
        startMs: z.number(),
        endMs: z.number(),
        count: z.number(),
        /** The gravest of its anomalies: process, sensor, unknown, gap; null where they were not judged. */
        kind: anomalyKind.nullable(),
      }),
    ),
  },
};

export type DetectorOptions = z.infer<typeof detectorOptions>;
export type RunSummary = z.infer<typeof runSummary>;
export type LeftOutTag = z.infer<typeof leftOutTag>;
export type ScoreScale = z.infer<typeof scoreScale>;
export type RunChoice = z.infer<typeof runChoice>;
export type RunTraining = z.infer<typeof runTraining>;
export type ResumableRun = z.infer<typeof resumableRun>;
export type LossPoint = z.infer<typeof lossPoint>;
export type Contribution = z.infer<typeof contribution>;
export type Anomaly = z.infer<typeof anomaly>;
export type AnomalyFilter = z.infer<typeof anomalyFilter>;
export type AnomalySort = z.infer<typeof anomalySort>;
