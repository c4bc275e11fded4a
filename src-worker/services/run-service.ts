import { analyseSamples, type Findings, rethreshold, type SampleRange } from '@core/analyse-samples.ts';
import { type Checkpoint, portion } from '@core/checkpoint.ts';
import { encodeBlock } from '@core/chunks/encode-chunk.ts';
import { findDetector } from '@core/detectors/registry.ts';
import type { NewAnomaly, ReadingStore } from '@core/reading-store.ts';
import type { ScoringPool } from '@core/scoring/scoring-pool.ts';
import { alignSamples, type TagReadings } from '@core/samples/align-samples.ts';
import type { RunSummary } from '@shared/contract/runs.ts';
import { AppFailure, toAppError } from '@shared/errors.ts';
import type { AnalyseRequest } from '../worker-api.ts';
import { firstAtOrAfter, readBlock, scoresAsBlock } from './read-readings.ts';

const CHUNKS_PER_MESSAGE = 64;
const ANOMALIES_PER_MESSAGE = 5_000;

type DataRange = Pick<AnalyseRequest, 'fromMs' | 'toMs' | 'trainFromMs' | 'trainToMs'>;

interface LoadedSamples extends SampleRange {
  readonly tagIds: readonly number[];
}

async function loadSamples(
  store: ReadingStore,
  tags: readonly { readonly id: number; readonly name: string }[],
  range: DataRange,
  checkpoint: Checkpoint,
): Promise<LoadedSamples> {
  const readings: TagReadings[] = [];
  for (const [index, tag] of tags.entries()) {
    const block = await readBlock(
      (fromMs, toMs) => store.readChunks(tag.id, fromMs, toMs),
      range.fromMs,
      range.toMs,
      portion(checkpoint, index / tags.length, (index + 1) / tags.length),
    );
    readings.push({ name: tag.name, block });
  }
  const { timesMs, samples, columnNames } = alignSamples(readings);
  if (samples.rowCount === 0) {
    throw new AppFailure({
      kind: 'invalid-input',
      message: 'There are no readings of these tags in this range.',
    });
  }
  return {
    tagIds: tags.map((tag) => tag.id),
    timesMs,
    samples,
    columnNames,
    trainFrom: firstAtOrAfter(timesMs, range.trainFromMs),
    trainTo: firstAtOrAfter(timesMs, range.trainToMs + 1),
  };
}

/** SHA-256 over the times as float64, then the samples as float32. */
async function hashSamples({ timesMs, samples }: SampleRange): Promise<string> {
  const bytes = new Uint8Array(timesMs.byteLength + samples.data.byteLength);
  bytes.set(new Uint8Array(timesMs.buffer, timesMs.byteOffset, timesMs.byteLength));
  bytes.set(
    new Uint8Array(samples.data.buffer, samples.data.byteOffset, samples.data.byteLength),
    timesMs.byteLength,
  );
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function saveFindings(
  store: ReadingStore,
  runId: number,
  loaded: LoadedSamples,
  findings: Findings,
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
  }));
  for (let from = 0; from < anomalies.length; from += ANOMALIES_PER_MESSAGE) {
    await store.appendAnomalies(runId, anomalies.slice(from, from + ANOMALIES_PER_MESSAGE));
  }
  return store.finishRun(runId, {
    contamination,
    threshold: findings.threshold,
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
  const detector = findDetector(request.detectorId);
  const runId = await store.beginRun({ ...request, startedMs: Date.now() });
  try {
    const { tags } = await store.getRun(runId);
    const loaded = await loadSamples(store, tags, request, portion(checkpoint, 0, 0.15));
    const { seed, contamination, detectorOptions: options } = request;
    const analysis = await analyseSamples(
      { ...loaded, detector, options, seed, threshold: { kind: 'contamination', share: contamination } },
      portion(checkpoint, 0.15, 0.9),
      pool?.scoreAll,
    );
    await checkpoint(0.9, 'Saving');
    await store.saveDetector(runId, analysis.fitted.toJSON());
    const chunks = encodeBlock(scoresAsBlock(loaded.timesMs, analysis.scores));
    for (let from = 0; from < chunks.length; from += CHUNKS_PER_MESSAGE) {
      await checkpoint(0.9 + 0.1 * (from / chunks.length), 'Saving');
      await store.appendScores(runId, chunks.slice(from, from + CHUNKS_PER_MESSAGE));
    }
    return await saveFindings(store, runId, loaded, analysis, contamination, await hashSamples(loaded));
  } catch (caught) {
    const error = toAppError(caught);
    await store.endRun(
      runId,
      error.kind === 'cancelled' ? 'cancelled' : 'failed',
      'message' in error ? error.message : null,
    );
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
    { ...loaded, fitted, scores, threshold: { kind: 'contamination', share: contamination } },
    portion(checkpoint, 0.6, 1),
  );
  return saveFindings(store, runId, loaded, findings, contamination, dataSha256);
}
