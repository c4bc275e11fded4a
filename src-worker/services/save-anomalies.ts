import type { FoundAnomaly } from '@core/analyse-samples.ts';
import type { NewAnomaly } from '@core/reading-store.ts';
import type { LoadedSamples } from './load-samples.ts';
import type { RunStore } from './run-store.ts';

const ANOMALIES_PER_MESSAGE = 5_000;

/** Adds anomalies to a run; they are seen once it is finished. */
export async function saveAnomalies(
  store: Pick<RunStore, 'appendAnomalies'>,
  runId: number,
  { tagIds }: Pick<LoadedSamples, 'tagIds'>,
  found: readonly FoundAnomaly[],
): Promise<void> {
  for (let from = 0; from < found.length; from += ANOMALIES_PER_MESSAGE) {
    const part = found.slice(from, from + ANOMALIES_PER_MESSAGE);
    await store.appendAnomalies(
      runId,
      part.map((anomaly) => newAnomaly(anomaly, tagIds)),
    );
  }
}

const newAnomaly = (anomaly: FoundAnomaly, tagIds: readonly number[]): NewAnomaly => ({
  startMs: anomaly.startMs,
  endMs: anomaly.endMs,
  peakMs: anomaly.peakMs,
  peakScore: anomaly.peakScore,
  sampleCount: anomaly.sampleCount,
  contributions: anomaly.contributions.flatMap(({ column, share, actual, usual }) => {
    const tagId = tagIds[column];
    return tagId === undefined ? [] : [{ tagId, share, actual, usual }];
  }),
  judgement: {
    kind: anomaly.kind,
    sensorFault: anomaly.sensorFault,
    mode: anomaly.mode,
    sentence: anomaly.sentence,
    evidence: [...anomaly.evidence],
  },
});
