import { join } from 'node:path';
import { processConsole } from './console.ts';
import { readOnThread } from './reading-thread.ts';
import { runCli } from './run-cli.ts';
import { createThreadPool } from './scoring-threads.ts';

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 4);
});

const tell = (message: string): void => processConsole.tell(`${message}\n`);
const pool = createThreadPool(join(__dirname, 'scoring-worker.cjs'), tell);

const threads = {
  scoreAll: pool.scoreAll,
  startReading: (path: string) => readOnThread(join(__dirname, 'reading-worker.cjs'), path),
};

void runCli(process.argv.slice(2), processConsole, threads).then((exitCode) => {
  pool.close();
  process.exitCode = exitCode;
});
