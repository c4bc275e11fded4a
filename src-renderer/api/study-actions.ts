import { type ModeThreshold, usualConditions } from '@shared/contract/conditions.ts';
import type { RunSummary } from '@shared/contract/runs.ts';
import type { BackTestRequest } from '@shared/contract/back-tests.ts';
import type { ComparisonRequest } from '@shared/contract/comparisons.ts';
import type { SearchRequest } from '@shared/contract/searches.ts';
import type { Candidate } from '@shared/contract/study-request.ts';
import { analyse, DEFAULT_CONTAMINATION } from './analysis-actions.ts';
import { runJob } from './jobs.ts';
import { addNotice } from './notices.ts';
import { call } from './plant-client.ts';
import { openDialog, workspace } from './workspace.ts';

export const COMPARE_JOB = 'Compare detectors';
export const SEARCH_JOB = 'Search options';
export const BACK_TEST_JOB = 'Back-test';

type StudyDialog = 'compare' | 'search' | 'back-test';

/** Tells that a study has its outcome where nobody looks at it. */
function tellDone(
  studyId: number | null,
  plantId: number,
  dialog: StudyDialog,
  title: string,
): number | null {
  const shown = workspace.get();
  if (studyId !== null && shown.plantId === plantId && shown.dialog !== dialog)
    addNotice('done', title, [`It is kept as #${studyId}.`], {
      label: 'Show',
      run: () => openDialog(dialog),
    });
  return studyId;
}

/** Compares detectors on the same data; the number of the comparison, null when it did not come to an end. */
export async function compareDetectors(request: ComparisonRequest): Promise<number | null> {
  const done = await runJob(COMPARE_JOB, (api, job) => api.compare(request, job.id, job.onProgress));
  return tellDone(done, request.plantId, 'compare', 'The comparison is ready');
}

/** Searches for the best options of a detector; the number of the search, null when it was stopped or failed. */
export async function searchOptions(request: SearchRequest): Promise<number | null> {
  const done = await runJob(SEARCH_JOB, (api, job) => api.search(request, job.id, job.onProgress));
  return tellDone(done, request.plantId, 'search', 'The search is complete');
}

/** Goes on with a search that was stopped. */
export const resumeSearch = (studyId: number): Promise<number | null> =>
  runJob(SEARCH_JOB, (api, job) => api.resumeSearch(studyId, job.id, job.onProgress));

/** Replays history as if live; the number of the back-test, null when it did not come to an end. */
export async function runBackTest(request: BackTestRequest): Promise<number | null> {
  const done = await runJob(BACK_TEST_JOB, (api, job) => api.backTest(request, job.id, job.onProgress));
  return tellDone(done, request.plantId, 'back-test', 'The back-test is complete');
}

interface Adoption {
  readonly request: Omit<ComparisonRequest, 'candidates'>;
  readonly candidate: Candidate;
  /** The detector's own score above which a sample is anomalous; null = a contamination that can be changed later. */
  readonly threshold: number | null;
  /** With it, those of the modes that have one of their own. */
  readonly modeThresholds?: readonly ModeThreshold[] | undefined;
  /** Of the samples that the figures were measured on. */
  readonly dataSha256: string;
}

/** Trains the chosen detector again in the same way, which gives the same scores, and shows the run in the main window. */
export async function adoptCandidate({
  request,
  candidate,
  threshold,
  modeThresholds,
  dataSha256,
}: Adoption): Promise<RunSummary | null> {
  const { plantId, tagIds, fromMs, toMs, trainFromMs, trainToMs, seed, conditions } = request;
  const run = await analyse({
    plantId,
    tagIds,
    fromMs,
    toMs,
    trainFromMs,
    trainToMs,
    seed,
    ...candidate,
    conditions: {
      ...usualConditions,
      ...conditions,
      ...(modeThresholds === undefined ? {} : { modeThresholds: [...modeThresholds] }),
    },
    contamination:
      request.threshold.kind === 'contamination' ? request.threshold.share : DEFAULT_CONTAMINATION,
    ...(threshold === null ? {} : { threshold }),
  });
  if (run !== null && run.dataSha256 !== dataSha256)
    addNotice('attention', 'The readings have changed since', [
      `Run ${run.id} was trained on other readings than the figures were measured on. Compare again to see what they are now.`,
    ]);
  return run;
}

export const removeStudy = (studyId: number): Promise<null> => call('studies.remove', { studyId });
