import { z } from 'zod';
import { modeThreshold, runConditions } from './conditions.ts';
import { detectorOptions, leftOutTag } from './runs.ts';

const id = z.number().int().positive();
const timeMs = z.number().min(-8.64e15).max(8.64e15);
const maybe = z.number().nullable();

/** How the threshold follows from the scores of the training rows. */
export const studyThreshold = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('contamination'), share: z.number().gt(0).max(0.5) }),
  z.strictObject({ kind: z.literal('training-limit') }),
  /** Each detector by the rule that suits it. */
  z.strictObject({ kind: z.literal('usual') }),
]);

export const candidate = z.strictObject({
  detectorId: z.string().min(1).max(60),
  detectorOptions,
});

/** Operating modes that are learnt from and measured on, and whether each has a threshold of its own. */
const studyConditions = runConditions
  .pick({ loadTagId: true, modes: true })
  .extend({ hasModeThresholds: z.boolean().default(false) });

/** What all kinds of studies are given: tags, data, training rows, seed. */
const studyData = {
  plantId: id,
  tagIds: z.array(id).min(1).max(5000),
  fromMs: timeMs,
  toMs: timeMs,
  trainFromMs: timeMs,
  trainToMs: timeMs,
  seed: z.number().int().min(0),
  /** As in runs; absent = all operating modes, with one threshold. */
  conditions: studyConditions.optional(),
  threshold: studyThreshold,
  /** An alarm that ends up to this long before a fault begins counts as early, not as false. */
  earlyMs: z
    .number()
    .min(0)
    .max(366 * 86_400_000),
};

export const comparisonRequest = z.strictObject({
  ...studyData,
  candidates: z.array(candidate).min(1).max(20),
});

/** On which data figures were measured; stands beside every claim. */
export const measuredOn = z.strictObject({
  rowCount: z.number(),
  trainRows: z.number(),
  measuredRows: z.number(),
  /** Time that the measured rows cover. */
  measuredDays: z.number(),
  scope: z.enum(['held-out', 'in-sample']),
  fromMs: z.number(),
  toMs: z.number(),
  /** Labelled faults among the measured rows, and their rows. */
  faultCount: z.number(),
  faultRows: z.number(),
  normalLabels: z.number(),
  /** Faults of tags that no detector was shown: left out. */
  otherTagFaults: z.number(),
  /** Chosen tags that took no part, since the training range hardly has a reading of them. */
  leftOutTags: z.array(leftOutTag).readonly().optional(),
  /** Of all samples, times and values; see runs. */
  dataSha256: z.string(),
});

/** What one threshold gives; figures that need labels are null without them. */
export const alarmFigures = z.strictObject({
  /** On the common scale of scores. */
  threshold: z.number(),
  flagged: z.number(),
  alarms: z.number(),
  truePositives: maybe,
  falseAlarms: maybe,
  eventsHit: maybe,
  medianDelayMs: maybe,
  rangePrecision: maybe,
  rangeRecall: maybe,
});

export const judgedEvent = z.strictObject({
  kind: z.string(),
  tagName: z.string().nullable(),
  startMs: z.number(),
  endMs: z.number(),
  isHit: z.boolean(),
  delayMs: maybe,
});

const curve = z.strictObject({ x: z.array(z.number()).readonly(), y: z.array(z.number()).readonly() });

export const scoreLane = z.strictObject({
  timesMs: z.array(z.number()).readonly(),
  scores: z.array(maybe).readonly(),
  rowsPerPoint: z.number(),
});

export const judgedCandidate = z.strictObject({
  detectorId: z.string(),
  title: z.string(),
  detectorOptions,
  /** Why there are no figures. */
  failure: z.string().nullable(),
  figures: z
    .strictObject({
      /** Threshold as the detector's own score, and what turns a score into the common scale. */
      threshold: z.number(),
      calibration: z.strictObject({ median: z.number(), width: z.number() }),
      /**
       * Of the modes that have one of their own; scores of theirs are moved by the difference to `threshold`, here and in
       * everything below, so one threshold flags what all of them flag. Absent in a study of an earlier program.
       */
      modeThresholds: z.array(modeThreshold).readonly().optional(),
      /** Share of the scored training rows above the threshold. */
      trainFlaggedShare: z.number(),
      own: alarmFigures,
      scoredRows: z.number(),
      /** Null without labels. */
      averagePrecision: maybe,
      areaUnderRoc: maybe,
      events: z.array(judgedEvent).readonly(),
      roc: curve.nullable(),
      precisionRecall: curve.nullable(),
      stability: z
        .strictObject({
          rankCorrelation: maybe,
          alarmOverlap: maybe,
          refits: z.number(),
          measuredRows: z.number(),
          flaggedRows: z.number(),
        })
        .nullable(),
      /** One per threshold of a grid that all candidates share; it ends where nothing is above. */
      sweep: z.array(alarmFigures).readonly(),
      /** On the common scale, over the whole data range. */
      lane: scoreLane,
      /** Alarms by the candidate's own threshold, the longest ones where there are many. */
      alarms: z.array(z.strictObject({ startMs: z.number(), endMs: z.number() })).readonly(),
      seconds: z.strictObject({ fit: z.number(), score: z.number() }),
    })
    .nullable(),
});

export const comparisonResult = z.strictObject({
  measuredOn,
  candidates: z.array(judgedCandidate).readonly(),
  agreement: z
    .strictObject({
      /** Places in `candidates` of the rows and columns. */
      places: z.array(z.number()).readonly(),
      correlations: z.array(z.array(maybe).readonly()).readonly(),
      overlaps: z.array(z.array(maybe).readonly()).readonly(),
      correlationRows: z.number(),
    })
    .nullable(),
});

export const studyKind = z.enum(['comparison', 'search', 'back-test']);
export const studyStatus = z.enum(['running', 'finished', 'failed', 'cancelled', 'interrupted']);

export const studySummary = z.strictObject({
  id,
  plantId: id,
  kind: studyKind,
  status: studyStatus,
  /** In a few words: which detectors, which range. */
  title: z.string(),
  startedMs: z.number(),
  finishedMs: maybe,
  programVersion: z.string(),
  message: z.string().nullable(),
});

/** An option of a detector that a search varies, within bounds. */
export const searchOption = z
  .strictObject({
    name: z.string().min(1).max(60),
    lowest: z.number(),
    highest: z.number(),
    isWhole: z.boolean(),
    /** Drawn evenly over the orders of magnitude. */
    isLog: z.boolean(),
  })
  .refine((option) => option.lowest <= option.highest && (!option.isLog || option.lowest > 0), {
    message: 'The bounds do not fit.',
  });

export const searchRequest = z.strictObject({
  ...studyData,
  detectorId: z.string().min(1).max(60),
  space: z.array(searchOption).min(1).max(20),
  strategy: z.enum(['random', 'halving']),
  /** Settings drawn. */
  trialCount: z.number().int().min(2).max(1000),
  /** Ends the search early; null = no limit. */
  mostSeconds: z
    .number()
    .positive()
    .max(7 * 86_400)
    .nullable(),
  /** Share of the rows (or of the labelled faults) that the search never sees. */
  heldOutShare: z.number().min(0.1).max(0.8),
  /** `labels`: average precision against labelled faults. `synthetic`: against faults put into copies of the rows. */
  criterion: z.enum(['labels', 'synthetic']),
});

export const trial = z.strictObject({
  /** 0 for random search; the round of successive halving. */
  rung: z.number().int().min(0),
  /** Number of the setting, from 0. */
  number: z.number().int().min(0),
  options: detectorOptions,
  /** Share of the training rows that was learnt from. */
  trainShare: z.number(),
  /** Null when the setting cannot be fitted. */
  criterion: maybe,
  failure: z.string().max(2000).nullable(),
  /** That fitting and scoring took; several trials may run at the same time. */
  seconds: z.number(),
  /** That the search had taken by its end, over all parts; absent where a search tried one setting after the other. */
  atSeconds: z.number().optional(),
});

/** One setting, measured on the rows of the search and on those that it never saw. */
const settingFigures = z.strictObject({ options: detectorOptions, tuned: maybe, heldOut: maybe });

export const searchResult = z.strictObject({
  tunedOn: measuredOn,
  heldOutOn: measuredOn,
  best: settingFigures.extend({ number: z.number() }),
  defaults: settingFigures,
  trialCount: z.number(),
  endedBy: z.enum(['trials', 'time']),
});

export const backTestRequest = z.strictObject({
  ...studyData,
  candidate,
  /** Learns anew after this long; null = once only. */
  retrainMs: z
    .number()
    .min(60_000)
    .max(3660 * 86_400_000)
    .nullable(),
  /** Learns from at most this long before; null = from everything since the start of the training range. */
  windowMs: z
    .number()
    .min(60_000)
    .max(3660 * 86_400_000)
    .nullable(),
});

/** A stretch that was scored with one model. */
export const backTestStep = z.strictObject({
  fromMs: z.number(),
  toMs: z.number(),
  rowCount: z.number(),
  trainFromMs: z.number(),
  trainToMs: z.number(),
  trainRows: z.number(),
  /** On the common scale. */
  threshold: z.number(),
  /** Of the modes that have one of their own, on the common scale; scores of theirs are moved by the difference to `threshold`. */
  modeThresholds: z.array(modeThreshold).readonly().optional(),
  /** Why nothing was learnt anew; the model before was used. */
  failure: z.string().nullable(),
});

export const backTestResult = z.strictObject({
  measuredOn,
  figures: alarmFigures,
  steps: z.array(backTestStep).readonly(),
  events: z.array(judgedEvent).readonly(),
  alarms: z
    .array(
      z.strictObject({ startMs: z.number(), endMs: z.number(), peakMs: z.number(), peakScore: z.number() }),
    )
    .readonly(),
  lane: scoreLane,
});

export const studyCalls = {
  /** The newest first. */
  'studies.list': { input: z.strictObject({ plantId: id, kind: studyKind }), output: z.array(studySummary) },
  'studies.remove': { input: z.strictObject({ studyId: id }), output: z.null() },
  /** Throws `not-found` for a study of another kind. */
  'comparisons.get': {
    input: z.strictObject({ studyId: id }),
    output: z.strictObject({
      study: studySummary,
      request: comparisonRequest,
      result: comparisonResult.nullable(),
    }),
  },
  'searches.get': {
    input: z.strictObject({ studyId: id }),
    output: z.strictObject({
      study: studySummary,
      request: searchRequest,
      trials: z.array(trial),
      result: searchResult.nullable(),
    }),
  },
  'backTests.get': {
    input: z.strictObject({ studyId: id }),
    output: z.strictObject({
      study: studySummary,
      request: backTestRequest,
      result: backTestResult.nullable(),
    }),
  },
};

export type StudyConditions = NonNullable<ComparisonRequest['conditions']>;
export type StudyThreshold = z.infer<typeof studyThreshold>;
export type Candidate = z.infer<typeof candidate>;
export type ComparisonRequest = z.infer<typeof comparisonRequest>;
export type MeasuredOn = z.infer<typeof measuredOn>;
export type StudyAlarmFigures = z.infer<typeof alarmFigures>;
export type JudgedEvent = z.infer<typeof judgedEvent>;
export type JudgedCandidate = z.infer<typeof judgedCandidate>;
export type CandidateFigures = NonNullable<JudgedCandidate['figures']>;
export type ComparisonResult = z.infer<typeof comparisonResult>;
export type SearchOption = z.infer<typeof searchOption>;
export type SearchRequest = z.infer<typeof searchRequest>;
export type Trial = z.infer<typeof trial>;
export type SearchResult = z.infer<typeof searchResult>;
export type BackTestRequest = z.infer<typeof backTestRequest>;
export type BackTestStep = z.infer<typeof backTestStep>;
export type BackTestResult = z.infer<typeof backTestResult>;
export type StudyKind = z.infer<typeof studyKind>;
export type StudyStatus = z.infer<typeof studyStatus>;
export type StudySummary = z.infer<typeof studySummary>;
