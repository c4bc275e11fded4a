import { z } from 'zod';
import { leftOutTag } from './runs.ts';

const maybe = z.number().nullable();

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

export const scoreLane = z.strictObject({
  timesMs: z.array(z.number()).readonly(),
  scores: z.array(maybe).readonly(),
  rowsPerPoint: z.number(),
});

export type MeasuredOn = z.infer<typeof measuredOn>;
export type StudyAlarmFigures = z.infer<typeof alarmFigures>;
export type JudgedEvent = z.infer<typeof judgedEvent>;
