import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import { sandboxSwitches } from '../setup/sandbox.mjs';
import { medianOf } from './measure.mjs';

export const title = 'Cold start to interactive';
export const needsDisplay = true;

const STARTS = 6;

/**
 * Seconds from starting the program to the mark that the window sets when the first plant can be worked with. Playwright
 * attaches its debugger to both processes on the way, so a user's start is a little shorter.
 */
async function startOnce({ root, env, folder }) {
  const startedMs = performance.timeOrigin + performance.now();
  const application = await _electron.launch({
    args: [...sandboxSwitches(), root, `--data-dir=${folder}`],
    cwd: root,
    env,
  });
  try {
    const page = await application.firstWindow();
    await page.locator('html[data-ready="true"]').waitFor({ state: 'attached', timeout: 60_000 });
    const readyMs = await page.evaluate(
      () => performance.timeOrigin + performance.getEntriesByName('interactive')[0].startTime,
    );
    return (readyMs - startedMs) / 1000;
  } finally {
    await application.close();
  }
}

export async function run({ root, env, report }) {
  // Playwright finds Electron by this variable; it reads its own environment, not the one it passes on.
  process.env.ELECTRON_OVERRIDE_DIST_PATH = env.ELECTRON_OVERRIDE_DIST_PATH;
  const environment = { ...process.env, ...env };
  delete environment.ELECTRON_RUN_AS_NODE;
  const folder = mkdtempSync(join(tmpdir(), 'boilerhouse-bench-'));
  try {
    const seconds = [];
    for (let start = 0; start < STARTS; start++) {
      seconds.push(await startOnce({ root, env: environment, folder }));
    }
    const note = 'started by Playwright';
    report({ what: 'first start, new data folder', seconds: seconds[0], note });
    report({ what: 'start to interactive', seconds: medianOf(seconds.slice(1)), limit: 1.5, note });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
