// npm run -s cli -- <command>: the command line, in Node, without a window. Progress goes to standard error only.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setUp } from './setup/index.mjs';
import { runProgram } from './setup/log.mjs';

await runProgram(async () => {
  const { root } = await setUp({ quiet: true, needs: { electron: false } });
  // npm changes to the project's folder; paths on the command line are meant from where the user is.
  const isRunByNpm = process.env.npm_lifecycle_event === 'cli' && process.env.INIT_CWD;
  const child = spawn(process.execPath, [join(root, 'out', 'main', 'cli.cjs'), ...process.argv.slice(2)], {
    cwd: isRunByNpm ? process.env.INIT_CWD : process.cwd(),
    stdio: 'inherit',
  });
  // Ctrl+C in a terminal reaches the child by itself too; it takes two at once for one.
  process.on('SIGINT', () => child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill());
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 4)));
  });
});
