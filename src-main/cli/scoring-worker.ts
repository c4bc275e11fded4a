import { parentPort } from 'node:worker_threads';
import { helpWith, type ScoringJob } from '@core/scoring/scoring-job.ts';

/** A thread of the scoring pool. What goes wrong reaches the pool as the thread's error. */
parentPort?.on('message', (job: ScoringJob) => helpWith(job));
