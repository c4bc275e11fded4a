import { createCliThreads } from './cli-threads.ts';
import { processConsole } from './console.ts';
import { runCli } from './run-cli.ts';

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 4);
});

const threads = createCliThreads(__dirname, (message) => processConsole.tell(`${message}\n`));

void runCli(process.argv.slice(2), processConsole, threads).then((exitCode) => {
  threads.close();
  process.exitCode = exitCode;
});
