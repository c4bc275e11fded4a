import { z } from 'zod';
import { backTestRequest, backTestResult } from './back-tests.ts';
import { comparisonRequest, comparisonResult } from './comparisons.ts';
import { searchRequest, searchResult, trial } from './searches.ts';

const id = z.number().int().positive();
const maybe = z.number().nullable();

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

export type StudyKind = z.infer<typeof studyKind>;
export type StudyStatus = z.infer<typeof studyStatus>;
export type StudySummary = z.infer<typeof studySummary>;
