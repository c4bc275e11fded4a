import { type Analysis, analyseSamples, type Findings, rethreshold } from '@core/analyse-samples.ts';
import { calibrate } from '@core/anomalies/calibration.ts';
import type { ThresholdRule } from '@core/anomalies/threshold.ts';
import { cancelled, type Checkpoint, portion } from '@core/checkpoint.ts';
import { findDetector } from '@core/detectors/registry.ts';
import type { RunFinish } from '@core/reading-store.ts';
import { beginAlone, type ScoringPool } from '@core/scoring/scoring-pool.ts';
import { knownValues } from '@core/stats/known-values.ts';
import type { RunSummary } from '@shared/contract/runs.ts';
import { AppFailure, toAppError } from '@shared/errors.ts';
import type { AnalyseRequest } from '../worker-api.ts';
import { hashSamples } from './hash-samples.ts';
import { keepTraining, type RunKeeper } from './keep-training.ts';
import { loadKnownSamples } from './load-known-samples.ts';
import { type LoadedSamples, loadSamples } from './load-samples.ts';
import { readBlock } from './read-readings.ts';
import { readSharedClock, type SharedClockSamples } from './read-shared-clock.ts';
import { conditionsOf } from './run-conditions.ts';
import type { RunStore } from './run-store.ts';
import { saveAnomalies } from './save-anomalies.ts';
import { beginSaving } from './save-run.ts';

/** Of the progress that is shown. */
const READING_END = 0.15;

/** What the store is told at the end of a run. */
function finishOf(
  loaded: LoadedSamples,
  findings: Findings,
  scores: Float64Array,
  contamination: number,
  dataSha256: string,
): RunFinish {
  return {
    contamination,
    threshold: findings.threshold,
    scale: calibrate(scores.subarray(loaded.trainFrom, loaded.trainTo)),
    modeThresholds: findings.modeThresholds,
    sampleCount: loaded.samples.rowCount,
    scoredCount: findings.scoredCount,
    anomalousCount: findings.anomalousCount,
    dataSha256,
    finishedMs: Date.now(),
  };
}

/**
 * Trains on the training range, scores the whole range and stores detector, scores and anomalies as a new run. Scores
 * on all threads of `pool`, where there is one.
 */
export async function analyse(
  store: RunStore,
  request: AnalyseRequest,
  checkpoint: Checkpoint,
  pool?: ScoringPool,
): Promise<RunSummary> {
  findDetector(request.detectorId);
  const { threshold: given, ...start } = request;
  // Read at once: the store begins the run meanwhile.
  let isBegun = true;
  const reading = readSharedClock(
    store,
    request.tagIds,
    request,
    async (done, label) => {
      if (!isBegun) throw cancelled();
      await portion(checkpoint, 0, READING_END)(done, label);
    },
    pool?.prepare,
  );
  // Its failure is met when the run has begun.
  reading.catch(() => undefined);
  const begun = store
    .beginRun({ ...start, startedMs: Date.now() })
    .then((runId) => store.getRun(runId))
    .catch((caught: unknown) => {
      isBegun = false;
      throw caught;
    });
  return carryOut(store, await begun, checkpoint, pool, { reading, fixedThreshold: given });
}

/** Goes on with the training of a run that was cancelled or interrupted, from the state that was saved last. */
export async function resume(
  store: RunStore,
  runId: number,
  checkpoint: Checkpoint,
  pool?: ScoringPool,
): Promise<RunSummary> {
  return carryOut(store, await store.resumeRun(runId), checkpoint, pool);
}

/** What an analysis that begins brings to its run. */
interface GivenToRun {
  /** Under way already. */
  readonly reading?: Promise<SharedClockSamples | null>;
  readonly fixedThreshold?: number | undefined;
}

/** A run that has begun, up to its end. */
async function carryOut(
  store: RunStore,
  run: RunSummary,
  checkpoint: Checkpoint,
  pool: ScoringPool | undefined,
  given: GivenToRun = {},
): Promise<RunSummary> {
  const { id: runId, seed, contamination, detectorOptions: options, conditions } = run;
  let keeper: RunKeeper | null = null;
  try {
    const detector = findDetector(run.detectorId);
    const reading = portion(checkpoint, 0, READING_END);
    const loading = loadKnownSamples(
      store,
      run.tags,
      run,
      conditions?.loadTagId,
      reading,
      given.reading,
      pool?.prepare,
    );
    // Awaited at the end: it runs beside the analysis.
    const dataHash = loading.then(({ loaded }) => hashSamples(loaded));
    dataHash.catch(() => undefined);
    const keeping = keepTraining(store, runId, () => dataHash, given.fixedThreshold ?? null);
    const [{ loaded, tags, leftOut }, kept] = await Promise.all([loading, keeping]);
    keeper = kept;
    if (leftOut.length > 0) await store.leaveOutTags(runId, leftOut);
    const wanted = { contamination, threshold: keeper.threshold ?? undefined };
    const saving = beginSaving(store, runId, loaded, pool?.begin ?? beginAlone);
    const analysis = await analyseSamples(
      {
        ...loaded,
        ...conditionsOf(tags, conditions),
        detector,
        options,
        seed,
        threshold: ruleOf(wanted),
        keeper,
      },
      portion(checkpoint, READING_END, 0.9),
      { scoreAll: pool?.scoreAll, begin: pool?.begin, ...saving.listeners },
    );
    await keeper.flush();
    // While the store takes what is left.
    const share = flaggedShare(wanted, loaded, analysis);
    const finish = finishOf(loaded, analysis, analysis.scores, share, await dataHash);
    await saving.finish(portion(checkpoint, 0.9, 1));
    await checkpoint(1, 'Saving');
    return await store.finishRun(runId, finish);
  } catch (caught) {
    const error = toAppError(caught);
    const isCancelled = error.kind === 'cancelled';
    try {
      if (isCancelled) await keeper?.flush();
    } finally {
      const message = 'message' in error ? error.message : null;
      await store.endRun(runId, isCancelled ? 'cancelled' : 'failed', message);
    }
    throw caught;
  }
}

/** Another threshold and other anomalies for a finished run, from its stored scores and its stored detector. */
export async function changeContamination(
  store: RunStore,
  runId: number,
  contamination: number,
  checkpoint: Checkpoint,
): Promise<RunSummary> {
  const run = await store.getRun(runId);
  const fitted = findDetector(run.detectorId).fromJSON(await store.loadDetector(runId));
  const loaded = await loadSamples(store, run.tags, run, portion(checkpoint, 0, 0.5));
  const { values: scores } = await readBlock(
    (fromMs, toMs) => store.readScores(runId, fromMs, toMs),
    run.fromMs,
    run.toMs,
    portion(checkpoint, 0.5, 0.6),
  );
  const dataSha256 = await hashSamples(loaded);
  if (dataSha256 !== run.dataSha256) {
    throw new AppFailure({
      kind: 'conflict',
      message: `The readings of this range have changed since run ${run.id}. Train and score again.`,
    });
  }
  const findings = await rethreshold(
    {
      ...loaded,
      ...conditionsOf(run.tags, run.conditions),
      fitted,
      scores,
      threshold: { kind: 'contamination', share: contamination },
    },
    portion(checkpoint, 0.6, 1),
  );
  await saveAnomalies(store, runId, loaded, findings.anomalies);
  return store.finishRun(runId, finishOf(loaded, findings, scores, contamination, dataSha256));
}

/** A threshold that was given, else the share of samples that lies above it. */
interface WantedThreshold {
  readonly contamination: number;
  readonly threshold?: number | undefined;
}

const ruleOf = ({ threshold, contamination }: WantedThreshold): ThresholdRule =>
  threshold === undefined ? { kind: 'contamination', share: contamination } : { kind: 'fixed', threshold };

/** The contamination that was asked for; for a threshold that was given, the share of the training samples above it. */
function flaggedShare(
  wanted: WantedThreshold,
  { trainFrom, trainTo }: LoadedSamples,
  { scores, flags }: Analysis,
): number {
  if (wanted.threshold === undefined) return wanted.contamination;
  const scoredCount = knownValues(scores.subarray(trainFrom, trainTo)).length;
  const anomalousCount = flags.subarray(trainFrom, trainTo).reduce((sum, flag) => sum + flag, 0);
  return Math.min(0.5, anomalousCount / scoredCount);
}
