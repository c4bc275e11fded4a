import { parentPort } from 'node:worker_threads';
import { type ScoringJob, serveThread } from '@core/scoring/scoring-job.ts';
import type { SideJob } from '@core/scoring/side-work.ts';

/** A thread of the scoring pool. What goes wrong reaches the pool as the thread's error. */
parentPort?.on('message', (job: ScoringJob | SideJob) =>
  serveThread(
    job,
    (reply) => parentPort?.postMessage(reply),
    () => performance.now(),
  ),
);
