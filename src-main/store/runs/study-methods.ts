import { z } from 'zod';
import { backTestRequest, backTestResult } from '@shared/contract/back-tests.ts';
import { comparisonRequest, comparisonResult } from '@shared/contract/comparisons.ts';
import { searchRequest, searchResult, trial } from '@shared/contract/searches.ts';
import { studyKind } from '@shared/contract/studies.ts';

const id = z.number().int().positive();
const timeMs = z.number().min(-8.64e15).max(8.64e15);

/** What the worker may send about studies, by method. */
export const studyArguments = {
  listLabels: z.tuple([id]),
  listTags: z.tuple([id]),
  beginStudy: z.tuple([
    z.strictObject({
      plantId: id,
      kind: studyKind,
      title: z.string().max(400),
      request: z.union([comparisonRequest, searchRequest, backTestRequest]),
      startedMs: timeMs,
    }),
  ]),
  resumeStudy: z.tuple([id]),
  finishStudy: z.tuple([id, z.union([comparisonResult, searchResult, backTestResult]), timeMs]),
  endStudy: z.tuple([id, z.enum(['failed', 'cancelled']), z.string().max(2000).nullable()]),
  loadStudy: z.tuple([id]),
  beginTrials: z.tuple([id, z.string().max(200)]),
  saveTrial: z.tuple([id, trial]),
  listTrials: z.tuple([id]),
};
