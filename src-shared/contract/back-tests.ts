import { z } from 'zod';
import { modeThreshold } from './conditions.ts';
import { alarmFigures, judgedEvent, measuredOn, scoreLane } from './study-measures.ts';
import { candidate, studyData } from './study-request.ts';

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

export type BackTestRequest = z.infer<typeof backTestRequest>;
export type BackTestStep = z.infer<typeof backTestStep>;
export type BackTestResult = z.infer<typeof backTestResult>;
