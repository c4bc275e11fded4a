import { type Checkpoint, portion } from '@core/checkpoint.ts';
import { findDetector } from '@core/detectors/registry.ts';
import { replay } from '@core/evaluate/back-test.ts';
import { figuresOf, judgeAlarms } from '@core/evaluate/judge-alarms.ts';
import { scoreLane } from '@core/evaluate/score-lane.ts';
import type { MeasuredRows } from '@core/evaluate/split.ts';
import type { ReadingStore } from '@core/reading-store.ts';
import type { ScoringPool } from '@core/scoring/scoring-pool.ts';
import type { BackTestRequest, BackTestResult } from '@shared/contract/back-tests.ts';
import { loadStudyData, runStudy } from './study-data.ts';

const LANE_POINTS = 2000;
const MOST_ALARMS = 2000;

/** Replays history as if live and keeps the outcome; the number of its study. */
export async function backTest(
  store: ReadingStore,
  request: BackTestRequest,
  checkpoint: Checkpoint,
  pool?: ScoringPool,
): Promise<number> {
  const detector = findDetector(request.candidate.detectorId);
  const studyId = await store.beginStudy({
    plantId: request.plantId,
    kind: 'back-test',
    title: `${detector.title}, ${request.retrainMs === null ? 'learnt once' : 'learning anew'}`,
    request,
    startedMs: Date.now(),
  });
  await runStudy(store, studyId, async () => {
    const data = await loadStudyData(store, request, portion(checkpoint, 0, 0.05));
    const { candidate, threshold, seed, retrainMs, windowMs, earlyMs } = request;
    const { steps, scores, excess, from } = await replay(
      { ...data, detector, options: candidate.detectorOptions, threshold, seed, retrainMs, windowMs },
      portion(checkpoint, 0.05, 0.95),
      pool?.scoreAll,
    );
    const { timesMs, samples } = data;
    const measured: MeasuredRows = {
      segments: [{ from, to: samples.rowCount - 1 }],
      rowCount: samples.rowCount - from,
      scope: 'held-out',
    };
    const placed = data.truthOn(measured);
    const truth = placed.events.length > 0 ? placed : null;
    // Above 0 is above the threshold of the step, so one threshold serves all steps.
    const judgement = judgeAlarms({ timesMs, measured, truth, earlyMs }, excess, 0);
    const result: BackTestResult = {
      measuredOn: data.describe(measured, placed),
      figures: figuresOf(judgement),
      steps,
      events: placed.events.map(({ kind, tagName, startMs, endMs }, at) => ({
        kind,
        tagName,
        startMs,
        endMs,
        isHit: judgement.outcomes[at]?.isHit ?? false,
        delayMs: judgement.outcomes[at]?.delayMs ?? null,
      })),
      alarms: judgement.intervals.slice(0, MOST_ALARMS).map(({ startMs, endMs, peakMs, peakIndex }) => ({
        startMs,
        endMs,
        peakMs,
        peakScore: scores[peakIndex] ?? 0,
      })),
      lane: scoreLane(timesMs, scores, LANE_POINTS),
    };
    await store.finishStudy(studyId, result, Date.now());
  });
  return studyId;
}
