import { type Checkpoint, portion } from '@core/checkpoint.ts';
import { findDetector } from '@core/detectors/registry.ts';
import { cutHeldOut } from '@core/evaluate/search/held-out.ts';
import { faultyRows, labelledRows } from '@core/evaluate/search/judge-setting.ts';
import { runSearch } from '@core/evaluate/search/run-search.ts';
import { toShared } from '@core/matrix.ts';
import { rowsToMeasure } from '@core/evaluate/split.ts';
import type { ReadingStore } from '@core/reading-store.ts';
import type { ScoringPool } from '@core/scoring/scoring-pool.ts';
import { searchRequest, type SearchRequest } from '@shared/contract/searches.ts';
import { loadStudyData, runStudy } from './study-data.ts';

/** Starts a search for the best options of a detector, and keeps every trial; the number of its study. */
export async function search(
  store: ReadingStore,
  request: SearchRequest,
  checkpoint: Checkpoint,
  pool?: ScoringPool,
): Promise<number> {
  const studyId = await store.beginStudy({
    plantId: request.plantId,
    kind: 'search',
    title: `${findDetector(request.detectorId).title}, ${request.strategy === 'random' ? 'random' : 'successive halving'}, ${request.trialCount} settings`,
    request,
    startedMs: Date.now(),
  });
  await runStudy(store, studyId, () => continueSearch(store, studyId, request, checkpoint, pool));
  return studyId;
}

/**
 * Goes on with a search that was stopped, from the trials that it kept; anew where readings or labels have changed, which
 * its study then says. Rejects with `conflict` for one that is finished.
 */
export async function resumeSearch(
  store: ReadingStore,
  studyId: number,
  checkpoint: Checkpoint,
  pool?: ScoringPool,
): Promise<number> {
  const { request } = await store.loadStudy(studyId);
  await store.resumeStudy(studyId);
  await runStudy(store, studyId, () =>
    continueSearch(store, studyId, searchRequest.parse(request), checkpoint, pool),
  );
  return studyId;
}

async function continueSearch(
  store: ReadingStore,
  studyId: number,
  request: SearchRequest,
  checkpoint: Checkpoint,
  pool: ScoringPool | undefined,
): Promise<void> {
  pool?.prepare();
  const loaded = await loadStudyData(store, request, portion(checkpoint, 0, 0.02));
  const samples = toShared(loaded.samples);
  const data = { ...loaded, samples };
  await store.beginTrials(studyId, data.basis);
  const all = rowsToMeasure(data.samples.rowCount, data.trainFrom, data.trainTo);
  const isLabelled = request.criterion === 'labels';
  const truth = isLabelled ? data.truthOn(all) : null;
  const { tuning, heldOut } = cutHeldOut(all, truth, request.heldOutShare);
  const outcome = await runSearch(
    {
      data,
      detector: findDetector(request.detectorId),
      request,
      tuning:
        truth === null
          ? faultyRows(data, tuning, request.seed)
          : labelledRows(samples, tuning, truth.positive),
      heldOut:
        truth === null
          ? faultyRows(data, heldOut, request.seed + 1)
          : labelledRows(samples, heldOut, truth.positive),
      pool,
      done: await store.listTrials(studyId),
      keep: (trial) => store.saveTrial(studyId, trial),
      nowMs: () => performance.now(),
    },
    portion(checkpoint, 0.02, 1),
  );
  const truthOf = (part: typeof tuning) => (isLabelled ? data.truthOn(part) : null);
  await store.finishStudy(
    studyId,
    {
      tunedOn: data.describe(tuning, truthOf(tuning)),
      heldOutOn: data.describe(heldOut, truthOf(heldOut)),
      ...outcome,
    },
    Date.now(),
  );
}
