import { join } from 'node:path';
import { readOnThread } from './reading-thread.ts';
import type { Threads } from './run-cli.ts';
import { createThreadPool } from './scoring-threads.ts';

export interface CliThreads extends Threads {
  close(): void;
}

/** The threads of the command line. `folder` holds the programs that they run: `scoring-worker.cjs` and `reading-worker.cjs`. */
export function createCliThreads(folder: string, tell: (message: string) => void): CliThreads {
  const pool = createThreadPool(join(folder, 'scoring-worker.cjs'), tell);
  return {
    scoreAll: pool.scoreAll,
    startReading: (path) => readOnThread(join(folder, 'reading-worker.cjs'), path),
    close: () => pool.close(),
  };
}
