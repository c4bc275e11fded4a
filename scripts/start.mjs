// npm start: sets up what is missing, then opens the application. Arguments are passed on, for example `-- --data-dir <folder>`.
import { spawn } from 'node:child_process';
import { hasDisplay } from './setup/display.mjs';
import { setUp } from './setup/index.mjs';
import { runProgram } from './setup/log.mjs';
import { requireSandbox, sandboxSwitches } from './setup/sandbox.mjs';

await runProgram(async () => {
  const isHeadless = !hasDisplay();
  const project = await setUp({ needs: { display: isHeadless } });
  await requireSandbox(project);
  if (isHeadless) {
    project.log.line('There is no display, so the main job is done on the sample plant without one.');
    const { runMainJob } = await import('./headless.mjs');
    return runMainJob(project);
  }
  return openWindow(project, process.argv.slice(2));
});

/** Runs Electron until its window is closed and answers with its exit code. Ctrl+C reaches Electron, which closes in order. */
function openWindow({ root, electron, env }, args) {
  const environment = { ...process.env, ...env };
  delete environment.ELECTRON_RUN_AS_NODE;
  const child = spawn(electron.executable, [...sandboxSwitches(), root, ...args], {
    cwd: root,
    env: environment,
    stdio: 'inherit',
  });
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill());
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}
