import type { TrainingKeeper } from '@core/detectors/detector.ts';
import type { SavedTraining } from '@core/reading-store.ts';
import { AppFailure } from '@shared/errors.ts';
import type { RunStore } from './run-store.ts';

const SAVE_EVERY_MS = 5000;

export interface RunKeeper extends TrainingKeeper {
  /** The threshold that was given when the run began; null where it follows from the contamination. */
  readonly threshold: number | null;
  /** Saves the latest state: when the run is cancelled or has failed, and before it is finished. */
  flush(): Promise<void>;
}

/**
 * Saves the state of a run's training every five seconds and on `flush`. `hashData` gives the SHA-256 of the samples,
 * asked for once. Throws `conflict` when a state was saved with other samples than these.
 */
export async function keepTraining(
  store: Pick<RunStore, 'loadTraining' | 'saveTraining'>,
  runId: number,
  hashData: () => Promise<string>,
  fixedThreshold: number | null,
): Promise<RunKeeper> {
  const before = await store.loadTraining(runId);
  if (before !== null && before.dataSha256 !== (await hashData())) {
    throw new AppFailure({
      kind: 'conflict',
      message: `The readings of this range have changed since run ${runId} began. Train from the beginning.`,
    });
  }
  let hash: string | null = before?.dataSha256 ?? null;
  const threshold = before === null ? fixedThreshold : before.threshold;
  let latest: Pick<SavedTraining, 'state' | 'losses'> | null = null;
  let savedAtMs = performance.now();

  const flush = async (): Promise<void> => {
    if (latest === null) return;
    const { state, losses } = latest;
    latest = null;
    hash ??= await hashData();
    await store.saveTraining(runId, { losses, dataSha256: hash, threshold, state });
    savedAtMs = performance.now();
  };

  return {
    saved: before?.state ?? null,
    threshold,
    async keep(state, losses) {
      latest = { state, losses };
      if (performance.now() - savedAtMs >= SAVE_EVERY_MS) await flush();
    },
    flush,
  };
}
