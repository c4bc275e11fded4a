import { type Analysis, analyseSamples, type Findings, rethreshold } from '@core/analyse-samples.ts';
import { calibrate } from '@core/anomalies/calibration.ts';
import type { ThresholdRule } from '@core/anomalies/threshold.ts';
import { type Checkpoint, portion } from '@core/checkpoint.ts';
import { findDetector } from '@core/detectors/registry.ts';
import type { NewAnomaly, ReadingStore } from '@core/reading-store.ts';
import { beginAlone, type ScoringPool } from '@core/scoring/scoring-pool.ts';
import { knownValues } from '@core/stats/known-values.ts';
import type { RunSummary } from '@shared/contract/runs.ts';
import { AppFailure, toAppError } from '@shared/errors.ts';
import type { AnalyseRequest } from '../worker-api.ts';
import { hashSamples } from './hash-samples.ts';
import { keepTraining, type RunKeeper } from './keep-training.ts';
import { type LoadedSamples, loadSamples } from './load-samples.ts';
import { readBlock } from './read-readings.ts';
import { conditionsOf } from './run-conditions.ts';
import { beginSaving } from './save-run.ts';

const ANOMALIES_PER_MESSAGE = 5_000;

async function saveFindings(
  store: ReadingStore,
  runId: number,
  loaded: LoadedSamples,
  findings: Findings,
  scores: Float64Array,
  contamination: number,
  dataSha256: string,
): Promise<RunSummary> {
  const anomalies = findings.anomalies.map((anomaly): NewAnomaly => ({
    startMs: anomaly.startMs,
    endMs: anomaly.endMs,
    peakMs: anomaly.peakMs,
    peakScore: anomaly.peakScore,
    sampleCount: anomaly.sampleCount,
    contributions: anomaly.contributions.flatMap(({ column, share, actual, usual }) => {
      const tagId = loaded.tagIds[column];
      return tagId === undefined ? [] : [{ tagId, share, actual, usual }];
    }),
    judgement: {
      kind: anomaly.kind,
      sensorFault: anomaly.sensorFault,
      mode: anomaly.mode,
      sentence: anomaly.sentence,
      evidence: [...anomaly.evidence],
    },
  }));
  for (let from = 0; from < anomalies.length; from += ANOMALIES_PER_MESSAGE) {
    await store.appendAnomalies(runId, anomalies.slice(from, from + ANOMALIES_PER_MESSAGE));
  }
  return store.finishRun(runId, {
    contamination,
    threshold: findings.threshold,
    scale: calibrate(scores.subarray(loaded.trainFrom, loaded.trainTo)),
    modeThresholds: findings.modeThresholds,
    sampleCount: loaded.samples.rowCount,
    scoredCount: findings.scoredCount,
    anomalousCount: findings.anomalousCount,
    dataSha256,
    finishedMs: Date.now(),
  });
}

/**
 * Trains on the training range, scores the whole range and stores detector, scores and anomalies as a new run. Scores
 * on all threads of `pool`, where there is one.
 */
export async function analyse(
  store: ReadingStore,
  request: AnalyseRequest,
  checkpoint: Checkpoint,
  pool?: ScoringPool,
): Promise<RunSummary> {
  findDetector(request.detectorId);
  const { threshold: given, ...start } = request;
  const runId = await store.beginRun({ ...start, startedMs: Date.now() });
  return carryOut(store, await store.getRun(runId), checkpoint, pool, given);
}

/** Goes on with the training of a run that was cancelled or interrupted, from the state that was saved last. */
export async function resume(
  store: ReadingStore,
  runId: number,
  checkpoint: Checkpoint,
  pool?: ScoringPool,
): Promise<RunSummary> {
  return carryOut(store, await store.resumeRun(runId), checkpoint, pool);
}

/** A run that has begun, up to its end. */
async function carryOut(
  store: ReadingStore,
  run: RunSummary,
  checkpoint: Checkpoint,
  pool: ScoringPool | undefined,
  fixedThreshold?: number,
): Promise<RunSummary> {
  const { id: runId, seed, contamination, detectorOptions: options } = run;
  let keeper: RunKeeper | null = null;
  try {
    const detector = findDetector(run.detectorId);
    const reading = portion(checkpoint, 0, 0.15);
    const loaded = await loadSamples(store, run.tags, run, reading, pool?.prepare);
    const dataHash = hashSamples(loaded);
    // Awaited at the end: it runs beside the analysis.
    dataHash.catch(() => undefined);
    keeper = await keepTraining(store, runId, () => dataHash, fixedThreshold ?? null);
    const wanted = { contamination, threshold: keeper.threshold ?? undefined };
    const saving = beginSaving(store, runId, loaded, pool?.begin ?? beginAlone);
    const analysis = await analyseSamples(
      {
        ...loaded,
        ...conditionsOf(run.tags, run.conditions),
        detector,
        options,
        seed,
        threshold: ruleOf(wanted),
        keeper,
      },
      portion(checkpoint, 0.15, 0.9),
      { scoreAll: pool?.scoreAll, begin: pool?.begin, ...saving.listeners },
    );
    await keeper.flush();
    await saving.finish(portion(checkpoint, 0.9, 1));
    await checkpoint(1, 'Saving');
    const share = flaggedShare(wanted, loaded, analysis);
    return await saveFindings(store, runId, loaded, analysis, analysis.scores, share, await dataHash);
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
  store: ReadingStore,
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
  return saveFindings(store, runId, loaded, findings, scores, contamination, dataSha256);
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
