import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { driveMainJob } from '../main-job.mjs';
import { hasDisplay, startVirtualDisplay } from '../setup/display.mjs';
import { SetUpFailure } from '../setup/log.mjs';
import { lastLines, run } from '../setup/run.mjs';
import { sandboxSwitches } from '../setup/sandbox.mjs';

/**
 * Drives a packaged program through the main job, by its command line and in its window (over Chromium's debugging port, for
 * the fuses forbid every other way in). Returns what was seen, a line each; throws where it is not as it should be.
 */
export async function smokeTest(program) {
  const folder = mkdtempSync(join(tmpdir(), 'boilerhouse-package-'));
  const display = hasDisplay() ? undefined : await startVirtualDisplay();
  const env = { ...process.env, ...(display ? { DISPLAY: display.name } : {}) };
  try {
    return [...(await tryCommandLine(program, folder, env)), ...(await tryWindow(program, folder, env))];
  } finally {
    await display?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function tryCommandLine(program, folder, env) {
  const file = join(folder, 'plant.csv');
  const results = join(folder, 'results');
  await runCommand(program, ['generate', '--rows', '1000', '--seed', '42', '--out', file], env);
  await runCommand(program, ['analyse', file, '--out', results, '--contamination', '0.05'], env);
  const [, ...scores] = readFileSync(join(results, 'scores.csv'), 'utf8').trim().split(/\r?\n/);
  const flagged = scores.filter((line) => /,(1|true)$/.test(line)).length;
  expectEqual('samples scored by the command line', scores.length, 1000);
  expectEqual('samples flagged by the command line', flagged, 50);
  await runCommand(
    program,
    ['import', file, '--plant', 'Packed', '--data-dir', join(folder, 'imported')],
    env,
  );
  return [`command line: ${flagged} of ${scores.length} samples flagged, and the file imported`];
}

async function runCommand(program, args, env) {
  const result = await run(program, [...sandboxSwitches(), 'cli', ...args], { env, timeoutMs: 120_000 });
  if (result.code === 0) return;
  const end = result.timedOut ? 'did not end within two minutes' : `ended with code ${result.code}`;
  throw failure(`\`boilerhouse cli ${args[0]}\` ${end}`, lastLines(result));
}

async function tryWindow(program, folder, env) {
  const exportFolder = join(folder, 'export');
  mkdirSync(exportFolder);
  const switches = [
    '--remote-debugging-port=0',
    `--data-dir=${join(folder, 'data')}`,
    `--export-dir=${exportFolder}`,
  ];
  const child = spawn(program, [...sandboxSwitches(), ...switches], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    const address = await readDebuggingAddress(child);
    await windowIsThere(address);
    const browser = await chromium.connectOverCDP(address);
    const page = await firstPage(browser.contexts()[0]);
    const { outcome, files } = await driveMainJob(page, exportFolder);
    if (!outcome.startsWith('50 of 1,000 samples')) throw failure('the window shows another result', outcome);
    await page.close();
    const code = await ended;
    expectEqual('exit code after closing the window', code, 0);
    return [`window: ${outcome}`, `window: exported ${files.join(', ')}`];
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

/** Waits until the window has its page: attaching to one that is just being made can hang. */
async function windowIsThere(address) {
  const list = `http://${new URL(address).host}/json/list`;
  for (const endMs = Date.now() + 30_000; Date.now() < endMs; await setTimeout(100)) {
    const targets = await (await fetch(list)).json();
    if (targets.some(({ type, url }) => type === 'page' && url.startsWith('app://'))) return;
  }
  throw failure('no window within 30 seconds', '');
}

async function firstPage(context) {
  return context.pages()[0] ?? context.waitForEvent('page', { timeout: 30_000 });
}

/** Chromium tells on standard error which port it took. */
function readDebuggingAddress(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr.setEncoding('utf8').on('data', (part) => {
      text += part;
      const address = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (address) resolve(address);
    });
    child.once('close', (code) =>
      reject(failure(`the program ended at once with code ${code}`, text.slice(-2000))),
    );
  });
}

function expectEqual(what, found, wanted) {
  if (found !== wanted) throw failure(`${what}: ${found} instead of ${wanted}`, '');
}

function failure(what, why) {
  return new SetUpFailure({
    what: `The packaged program does not do the main job: ${what}.`,
    why,
    todo: 'Look whether `npm test` passes; if it does, the difference is in build/electron-builder.config.mjs.',
  });
}
