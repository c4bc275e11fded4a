import type { ImportSummary } from '@shared/contract/readings.ts';
import type { RunSummary } from '@shared/contract/runs.ts';
import type { Result } from '@shared/result.ts';
import type {
  AnalyseRequest,
  GenerateRequest,
  ImportAnswer,
  ImportRequest,
} from '../../src-worker/worker-api.ts';
import { listDetectors } from './analysis-client.ts';
import { runJob, runJobAs } from './jobs.ts';
import { addFailure, addNotice } from './notices.ts';
import { call, failureOf } from './plant-client.ts';
import { rememberRun } from './queries.ts';
import { withEdges } from './time-range.ts';
import { workspace } from './workspace.ts';

export const DEFAULT_CONTAMINATION = 0.05;
export const DEFAULT_SEED = 42;
/** Of the simulated unit where the plant's capacity is not known. */
export const DEFAULT_CAPACITY_MW = 80;

/** A week of readings every ten minutes: what the command line generates too. The same seed gives the same bytes on every day. */
export const CLASSIC_ROWS = {
  rowCount: 1000,
  stepMs: 600_000,
  startMs: Date.UTC(2023, 11, 31, 18, 30),
} as const;

/** Simulated readings into the store. Null when it did not come to an end. */
export async function generateReadings(request: GenerateRequest): Promise<ImportSummary | null> {
  const rows = request.rowCount.toLocaleString('en-GB');
  const summary = await runJob(`Generate ${rows} rows`, (api, job) =>
    api.generate(request, job.id, job.onProgress),
  );
  if (summary !== null) showNewReadings(summary);
  return summary;
}

/** The readings of a file into the store, as a job of the given id. */
export const importReadings = (
  jobId: string,
  request: ImportRequest,
  fileName: string,
): Promise<Result<ImportAnswer>> =>
  runJobAs(jobId, `Import ${fileName}`, (api, job) => api.runImport(request, job.id, job.onProgress));

/** The stretch that was brought, so that it is seen also where the plant holds other readings far away. */
export function showNewReadings({ plantId, firstMs, lastMs }: ImportSummary): void {
  if (workspace.get().plantId !== plantId) return;
  const isKnown = firstMs !== null && lastMs !== null;
  workspace.set({ range: isKnown ? withEdges({ fromMs: firstMs, toMs: lastMs }) : null, anomaly: null });
}

/** Shows a run that has come to its end, if its plant is still the open one. */
function showRun(run: RunSummary): void {
  rememberRun(run);
  if (workspace.get().plantId === run.plantId) workspace.set({ runId: run.id, anomaly: null });
}

/** Train and score: a new run, which is then shown. */
export async function analyse(request: AnalyseRequest): Promise<RunSummary | null> {
  const run = await runJob('Train and score', (api, job) => api.analyse(request, job.id, job.onProgress));
  if (run !== null) showRun(run);
  const left = run?.leftOutTags ?? [];
  if (run !== null && left.length > 0)
    addNotice('attention', `Run ${run.id} left ${left.length === 1 ? 'a tag' : `${left.length} tags`} out`, [
      `The training range hardly has a reading of ${left.map(({ name }) => name).join(', ')}. The run learnt from the other tags.`,
    ]);
  return run;
}

/** Goes on with a training that was stopped; the run is then shown. */
export async function resumeTraining({ id }: RunSummary): Promise<void> {
  const run = await runJob(`Resume training of run ${id}`, (api, job) =>
    api.resume(id, job.id, job.onProgress),
  );
  if (run !== null) showRun(run);
}

/** Another threshold from the stored scores; nothing is trained again. */
export async function changeContamination(runId: number, contamination: number): Promise<void> {
  const run = await runJob('Change contamination', (api, job) =>
    api.changeContamination(runId, contamination, job.id, job.onProgress),
  );
  if (run !== null) workspace.set({ anomaly: null });
}

/** The whole way on simulated readings: 1,000 classic rows, then every tag over the whole range. */
export async function generateAndAnalyse(plantId: number, capacityMw: number | null): Promise<void> {
  const request = { plantId, signals: 'classic', ...CLASSIC_ROWS, seed: DEFAULT_SEED } as const;
  const summary = await generateReadings({ ...request, capacityMw: capacityMw ?? DEFAULT_CAPACITY_MW });
  if (summary === null || summary.firstMs === null || summary.lastMs === null) return;
  try {
    const tags = await call('tags.list', { plantId });
    const [detector] = await listDetectors();
    if (detector === undefined) return;
    await analyse({
      plantId,
      tagIds: tags.map((tag) => tag.id),
      ...wholeRange(summary.firstMs, summary.lastMs),
      detectorId: detector.id,
      detectorOptions: detector.defaultOptions,
      seed: DEFAULT_SEED,
      contamination: DEFAULT_CONTAMINATION,
    });
  } catch (caught) {
    addFailure(failureOf(caught));
  }
}

/** Learn from and judge the same range. */
const wholeRange = (fromMs: number, toMs: number) => ({
  fromMs,
  toMs,
  trainFromMs: fromMs,
  trainToMs: toMs,
});

/** Anomalies and flagged readings as CSV, with their side file, into a folder that the user chooses. */
export async function exportRun(runId: number): Promise<void> {
  try {
    const done = await call('exports.run', { runId });
    if (done !== null) addNotice('done', 'Exported', done.files);
  } catch (caught) {
    addFailure(failureOf(caught));
  }
}
