import { cancelled, type Checkpoint } from '@core/checkpoint.ts';
import type { OnProgress } from '../worker-api.ts';

const YIELD_EVERY_MS = 50;
const REPORT_EVERY_MS = 100;

/** Waits one macrotask, so that a cancel message can arrive; settled promises alone would not let it in. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** The jobs that run now, by the id their caller made. */
export interface JobRegistry {
  /** Runs the work with a checkpoint that reports progress and throws `cancelled` after `cancel`. */
  run<T>(jobId: string, onProgress: OnProgress, work: (checkpoint: Checkpoint) => Promise<T>): Promise<T>;
  cancel(jobId: string): void;
}

export function createJobRegistry(): JobRegistry {
  const running = new Map<string, { isCancelled: boolean }>();

  return {
    async run(jobId, onProgress, work) {
      const state = { isCancelled: false };
      running.set(jobId, state);
      let yieldedAt = performance.now();
      let reportedAt = -Infinity;
      const checkpoint: Checkpoint = async (done, label, detail) => {
        const now = performance.now();
        if (now - reportedAt >= REPORT_EVERY_MS) {
          reportedAt = now;
          onProgress({ done, label, ...(detail === undefined ? {} : { detail }) });
        }
        if (now - yieldedAt >= YIELD_EVERY_MS) {
          await nextTurn();
          yieldedAt = performance.now();
        }
        if (state.isCancelled) throw cancelled();
      };
      try {
        return await work(checkpoint);
      } finally {
        running.delete(jobId);
      }
    },

    cancel(jobId) {
      const state = running.get(jobId);
      if (state !== undefined) state.isCancelled = true;
    },
  };
}
