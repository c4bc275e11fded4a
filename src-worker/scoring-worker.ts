import { helpWith, type ScoringJob } from '@core/scoring/scoring-job.ts';

/** A thread of the scoring pool. What goes wrong reaches the pool as the worker's error. */
addEventListener('message', (event: MessageEvent<ScoringJob>) => helpWith(event.data));
