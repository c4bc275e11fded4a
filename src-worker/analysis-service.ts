import { type Checkpoint, noCheckpoint } from '@core/checkpoint.ts';
import { readPlantRegistry } from '@core/csv/plant-registry.ts';
import { spaceOf } from '@core/evaluate/search/spaces.ts';
import { readLabels } from '@core/labels/read-labels.ts';
import { detectWithProfiles } from '@core/csv/import-profile.ts';
import { readRawLines } from '@core/csv/text/raw-lines.ts';
import { detectors, findDetector } from '@core/detectors/registry.ts';
import type { ReadingStore } from '@core/reading-store.ts';
import { looksLikeWorkbook } from '@core/xlsx/open-workbook.ts';
import { toAppError } from '@shared/errors.ts';
import { fail, type Result, succeed } from '@shared/result.ts';
import { backTest } from './services/back-test-service.ts';
import { compare } from './services/compare-service.ts';
import { explainAnomaly } from './services/explain-service.ts';
import { openFile, openForPreview } from './services/file-source.ts';
import { generateReadings } from './services/generate-service.ts';
import { importFile, previewImport } from './services/import-service.ts';
import { resumeSearch, search } from './services/search-service.ts';
import { findStarts, overlay } from './services/starts-service.ts';
import { createJobRegistry } from './services/job-checkpoint.ts';
import { analyse, changeContamination, resume } from './services/run-service.ts';
import { createWorkerPool } from './services/scoring-threads.ts';
import { createWorkbookShelf } from './services/workbook-shelf.ts';
import type { OnProgress, WorkerApi } from './worker-api.ts';

async function asResult<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return succeed(await work());
  } catch (caught) {
    const error = toAppError(caught);
    if (error.kind === 'internal') console.error(caught);
    return fail(error);
  }
}

export interface AnalysisService {
  readonly api: WorkerApi;
  /** Called when the port to the store arrives; jobs that started before wait for it. */
  readonly connectStore: (store: ReadingStore) => void;
}

/** The worker's functions over one connection to the store. */
export function createAnalysisService(): AnalysisService {
  const jobs = createJobRegistry();
  const pool = createWorkerPool();
  const workbooks = createWorkbookShelf();
  let connectStore: (store: ReadingStore) => void = () => undefined;
  const connected = new Promise<ReadingStore>((resolve) => {
    connectStore = resolve;
  });

  const runJob = <T>(
    jobId: string,
    onProgress: OnProgress,
    work: (store: ReadingStore, checkpoint: Checkpoint) => Promise<T>,
  ): Promise<Result<T>> =>
    asResult(() => jobs.run(jobId, onProgress, async (checkpoint) => work(await connected, checkpoint)));

  const api: WorkerApi = {
    listDetectors: () =>
      detectors.map(({ id, title, guide, options, defaultOptions }) => ({
        id,
        title,
        guide,
        options,
        defaultOptions,
      })),
    prepareRun: () => pool.prepare(),
    detectImport: ({ source, profiles, settings }) =>
      asResult(async () => {
        // The first look, and the one after the file was changed.
        workbooks.clear();
        return detectWithProfiles(await openForPreview(source, workbooks), profiles, settings);
      }),
    previewImport: (request) => asResult(() => previewImport(request, workbooks)),
    looksLikeWorkbook: (source) => asResult(() => looksLikeWorkbook(openFile(source))),
    readRawLines: (source, encoding) =>
      asResult(async () => readRawLines(await openForPreview(source, workbooks), encoding ?? undefined)),
    runImport: (request, jobId, onProgress) =>
      runJob(jobId, onProgress, (store, checkpoint) => {
        workbooks.clear();
        return importFile(store, request, checkpoint);
      }),
    generate: (request, jobId, onProgress) =>
      runJob(jobId, onProgress, (store, checkpoint) => generateReadings(store, request, checkpoint)),
    analyse: (request, jobId, onProgress) =>
      runJob(jobId, onProgress, (store, checkpoint) => analyse(store, request, checkpoint, pool)),
    resume: (runId, jobId, onProgress) =>
      runJob(jobId, onProgress, (store, checkpoint) => resume(store, runId, checkpoint, pool)),
    changeContamination: (runId, contamination, jobId, onProgress) =>
      runJob(jobId, onProgress, (store, checkpoint) =>
        changeContamination(store, runId, contamination, checkpoint),
      ),
    explain: (request) => asResult(async () => explainAnomaly(await connected, request, noCheckpoint)),
    readPlantRegistry: (source) => asResult(() => readPlantRegistry(openFile(source))),
    readLabels: (source, zone) => asResult(() => readLabels(openFile(source), zone)),
    compare: (request, jobId, onProgress) =>
      runJob(jobId, onProgress, (store, checkpoint) => compare(store, request, checkpoint, pool)),
    searchSpace: (detectorId) =>
      asResult(() => Promise.resolve(spaceOf(detectorId, findDetector(detectorId).defaultOptions))),
    search: (request, jobId, onProgress) =>
      runJob(jobId, onProgress, (store, checkpoint) => search(store, request, checkpoint, pool)),
    resumeSearch: (studyId, jobId, onProgress) =>
      runJob(jobId, onProgress, (store, checkpoint) => resumeSearch(store, studyId, checkpoint, pool)),
    backTest: (request, jobId, onProgress) =>
      runJob(jobId, onProgress, (store, checkpoint) => backTest(store, request, checkpoint, pool)),
    findStarts: (request, jobId, onProgress) =>
      runJob(jobId, onProgress, (store, checkpoint) => findStarts(store, request, checkpoint)),
    overlayStarts: (request) => asResult(async () => overlay(await connected, request)),
    cancel: (jobId) => jobs.cancel(jobId),
  };
  return { api, connectStore };
}
