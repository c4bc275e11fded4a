import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import { sandboxSwitches } from '../setup/sandbox.mjs';
import { medianOf } from './measure.mjs';

export const title = 'Cold start to interactive';
export const needsDisplay = true;

const STARTS = 6;

/** Address of the debugger that Chromium opens, from its standard error. */
async function debuggerAddress(child) {
  for await (const line of createInterface({ input: child.stderr })) {
    const found = /DevTools listening on (ws:\S+)/.exec(line);
    if (found) return found[1];
  }
  throw new Error('The application ended before it opened.');
}

/** Seconds from starting the program to the mark that the window sets when the first plant can be worked with. */
async function startOnce({ root, env, folder }) {
  const startedMs = performance.timeOrigin + performance.now();
  const child = spawn(
    join(env.ELECTRON_OVERRIDE_DIST_PATH, process.platform === 'win32' ? 'electron.exe' : 'electron'),
    [...sandboxSwitches(), '--remote-debugging-port=0', root, `--data-dir=${folder}`],
    { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = once(child, 'close');
  try {
    const browser = await chromium.connectOverCDP(await debuggerAddress(child));
    child.stderr.resume();
    const page = browser.contexts()[0]?.pages()[0] ?? (await browser.contexts()[0]?.waitForEvent('page'));
    await page.locator('html[data-ready="true"]').waitFor({ state: 'attached', timeout: 60_000 });
    const readyMs = await page.evaluate(
      () => performance.timeOrigin + performance.getEntriesByName('interactive')[0].startTime,
    );
    return (readyMs - startedMs) / 1000;
  } finally {
    child.kill();
    await ended;
  }
}

export async function run({ root, env, report }) {
  const folder = mkdtempSync(join(tmpdir(), 'boilerhouse-bench-'));
  try {
    const seconds = [];
    for (let start = 0; start < STARTS; start++) seconds.push(await startOnce({ root, env, folder }));
    report({ what: 'first start, new data folder', seconds: seconds[0] });
    report({ what: 'start to interactive', seconds: medianOf(seconds.slice(1)), limit: 1.5 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
