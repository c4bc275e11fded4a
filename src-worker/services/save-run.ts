import type { AnalysisHost } from '@core/analyse-samples.ts';
import type { Checkpoint } from '@core/checkpoint.ts';
import type { BeginWork } from '@core/scoring/scoring-pool.ts';
import type { LoadedSamples } from './load-samples.ts';
import { operationOf } from './run-conditions.ts';
import { saveAnomalies } from './save-anomalies.ts';
import type { RunStore } from './run-store.ts';
import { saveScores, type ScoreSaving } from './save-scores.ts';

/** Portions of anomalies that wait for the store; more are not told until it takes the first of them. */
const MOST_WAITING = 16;

/** The saving of what an analysis gives on its way, while it goes on. None of it is seen before the run is finished. */
export interface RunSaving {
  readonly listeners: Required<Pick<AnalysisHost, 'onFitted' | 'onOperation' | 'onScored' | 'onAnomalies'>>;
  /** Waits until all is stored. Rejects as the store does. */
  finish(checkpoint: Checkpoint): Promise<void>;
}

export function beginSaving(
  store: Pick<RunStore, 'saveDetector' | 'saveOperation' | 'appendScores' | 'appendAnomalies'>,
  runId: number,
  loaded: LoadedSamples,
  begin: BeginWork,
): RunSaving {
  const begun: Promise<void>[] = [];
  /** The portions of anomalies that the store may not have taken yet. */
  const waiting: Promise<void>[] = [];
  let scoreSaving: ScoreSaving | null = null;
  const add = (saving: Promise<void>): Promise<void> => {
    // Its failure is met when the saving is finished.
    saving.catch(() => undefined);
    begun.push(saving);
    return saving;
  };
  return {
    listeners: {
      onFitted: (fitted) => void add(store.saveDetector(runId, fitted.toJSON())),
      onOperation: (operation) => void add(store.saveOperation(runId, operationOf(loaded, operation))),
      // The store takes them one after the other, so their order stays.
      onAnomalies: (anomalies) => {
        waiting.push(add(saveAnomalies(store, runId, loaded, anomalies)));
        return waiting.length > MOST_WAITING ? waiting.shift() : undefined;
      },
      onScored: (scores) => {
        scoreSaving = saveScores(store, runId, loaded.timesMs, scores, begin);
      },
    },
    async finish(checkpoint) {
      await scoreSaving?.finish(checkpoint);
      await Promise.all(begun);
    },
  };
}
