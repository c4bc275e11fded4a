import { z } from 'zod';
import { modeThreshold } from './conditions.ts';
import { detectorOptions } from './runs.ts';
import { alarmFigures, judgedEvent, measuredOn, scoreLane } from './study-measures.ts';
import { candidate, studyData } from './study-request.ts';

const maybe = z.number().nullable();

export const comparisonRequest = z.strictObject({
  ...studyData,
  candidates: z.array(candidate).min(1).max(20),
});

const curve = z.strictObject({ x: z.array(z.number()).readonly(), y: z.array(z.number()).readonly() });

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

export type ComparisonRequest = z.infer<typeof comparisonRequest>;
export type JudgedCandidate = z.infer<typeof judgedCandidate>;
export type CandidateFigures = NonNullable<JudgedCandidate['figures']>;
export type ComparisonResult = z.infer<typeof comparisonResult>;
