import { type ScoringJob, serveThread } from '@core/scoring/scoring-job.ts';
import type { SideJob } from '@core/scoring/side-work.ts';

/** A thread of the scoring pool. What goes wrong reaches the pool as the worker's error. */
addEventListener('message', (event: MessageEvent<ScoringJob | SideJob>) =>
  serveThread(
    event.data,
    (reply) => postMessage(reply),
    () => performance.now(),
  ),
);
