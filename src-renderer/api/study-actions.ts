import type { RunSummary } from '@shared/contract/runs.ts';
import type { Candidate, ComparisonRequest } from '@shared/contract/studies.ts';
import { analyse } from './analysis-actions.ts';
import { runJob } from './jobs.ts';
import { addNotice } from './notices.ts';
import { call } from './plant-client.ts';

export const COMPARE_JOB = 'Compare detectors';

/** Compares detectors on the same data; the number of the comparison, null when it did not come to an end. */
export const compareDetectors = (request: ComparisonRequest): Promise<number | null> =>
  runJob(COMPARE_JOB, (api, job) => api.compare(request, job.id, job.onProgress));

interface Adoption {
  readonly request: Omit<ComparisonRequest, 'candidates'>;
  readonly candidate: Candidate;
  /** The detector's own score above which a sample is anomalous. */
  readonly threshold: number;
  /** Of the samples that the figures were measured on. */
  readonly dataSha256: string;
}

/** Trains the chosen detector again in the same way, which gives the same scores, and shows the run in the main window. */
export async function adoptCandidate({
  request,
  candidate,
  threshold,
  dataSha256,
}: Adoption): Promise<RunSummary | null> {
  const { plantId, tagIds, fromMs, toMs, trainFromMs, trainToMs, seed } = request;
  const run = await analyse({
    plantId,
    tagIds,
    fromMs,
    toMs,
    trainFromMs,
    trainToMs,
    seed,
    ...candidate,
    contamination: 0.05,
    threshold,
  });
  if (run !== null && run.dataSha256 !== dataSha256)
    addNotice('attention', 'The readings have changed since', [
      `Run ${run.id} was trained on other readings than the figures were measured on. Compare again to see what they are now.`,
    ]);
  return run;
}

export const removeStudy = (studyId: number): Promise<null> => call('studies.remove', { studyId });
