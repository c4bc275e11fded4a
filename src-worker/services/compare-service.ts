import { type Checkpoint, portion } from '@core/checkpoint.ts';
import { detectors, findDetector } from '@core/detectors/registry.ts';
import { compareDetectors } from '@core/evaluate/compare-detectors.ts';
import type { ReadingStore } from '@core/reading-store.ts';
import type { ScoringPool } from '@core/scoring/scoring-pool.ts';
import type { ComparisonRequest } from '@shared/contract/comparisons.ts';
import { judgeOutsideTraining, loadStudyData, runStudy } from './study-data.ts';

const NAMED = 3;

/** "Isolation forest, PCA, Nearest neighbours and 2 more". */
export function nameDetectors(ids: readonly string[]): string {
  const titles = ids.map((id) => detectors.find((detector) => detector.id === id)?.title ?? id);
  const rest = titles.length - NAMED;
  return titles.slice(0, NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** Compares detectors on the same readings and split, and keeps the outcome as a study; its number. */
export async function compare(
  store: ReadingStore,
  request: ComparisonRequest,
  checkpoint: Checkpoint,
  pool?: ScoringPool,
): Promise<number> {
  const studyId = await store.beginStudy({
    plantId: request.plantId,
    kind: 'comparison',
    title: nameDetectors(request.candidates.map((candidate) => candidate.detectorId)),
    request,
    startedMs: Date.now(),
  });
  await runStudy(store, studyId, async () => {
    const data = await loadStudyData(store, request, portion(checkpoint, 0, 0.05));
    const { judged, measuredOn } = judgeOutsideTraining(data, request.earlyMs);
    const { candidates, threshold, seed } = request;
    const compared = await compareDetectors(
      {
        ...data,
        judged,
        candidates,
        detectorOf: findDetector,
        threshold,
        seed,
        nowMs: () => performance.now(),
      },
      portion(checkpoint, 0.05, 1),
      pool?.scoreAll,
    );
    await store.finishStudy(studyId, { measuredOn, ...compared }, Date.now());
  });
  return studyId;
}
