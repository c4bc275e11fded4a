import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { _electron } from '@playwright/test';
import { driveMainJob } from './main-job.mjs';
import { startVirtualDisplay } from './setup/display.mjs';
import { formatSeconds } from './setup/log.mjs';
import { sandboxSwitches } from './setup/sandbox.mjs';

/**
 * Does the main job on the sample plant in the real application under a virtual display, on a data folder of its own.
 * Leaves the export and a screenshot in out/ and prints a summary. Returns the exit code.
 */
export async function runMainJob({ root, env, log }) {
  const folder = mkdtempSync(join(tmpdir(), 'boilerhouse-'));
  const exportFolder = join(folder, 'export');
  mkdirSync(exportFolder);
  const display = await startVirtualDisplay({ width: 1600, height: 1000 });
  try {
    const startedMs = performance.now();
    const result = await log.step('Generating, analysing, exporting', () =>
      inApplication({ root, folder, env: { ...env, DISPLAY: display.name } }, async (page) => {
        const done = await driveMainJob(page, exportFolder);
        await page.screenshot({ path: join(exportFolder, 'screenshot.png') });
        return done;
      }),
    );
    const kept = keep([...result.files, 'screenshot.png'], exportFolder, join(root, 'out'));
    printSummary(result, kept, performance.now() - startedMs, root);
    return 0;
  } finally {
    await display.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inApplication({ root, folder, env }, work) {
  // Playwright finds Electron by this variable; it reads its own environment, not the one it passes on.
  process.env.ELECTRON_OVERRIDE_DIST_PATH = env.ELECTRON_OVERRIDE_DIST_PATH;
  const environment = { ...process.env, ...env };
  delete environment.ELECTRON_RUN_AS_NODE;
  const application = await _electron.launch({
    args: [
      ...sandboxSwitches(),
      root,
      `--data-dir=${join(folder, 'data')}`,
      `--export-dir=${join(folder, 'export')}`,
    ],
    cwd: root,
    env: environment,
  });
  try {
    return await work(await application.firstWindow());
  } finally {
    await application.close();
  }
}

function keep(files, from, to) {
  mkdirSync(to, { recursive: true });
  return files.map((name) => {
    copyFileSync(join(from, name), join(to, name));
    return join(to, name);
  });
}

function printSummary({ outcome }, files, durationMs, root) {
  const side = JSON.parse(
    readFileSync(
      files.find((path) => path.endsWith('.json')),
      'utf8',
    ),
  );
  const { plant, run, imports } = side;
  const readings = imports.reduce((sum, one) => sum + one.readings, 0);
  const lines = {
    Plant: `${plant.name}, ${plant.state}, ${plant.capacityMw} MW ${plant.fuel} (simulated readings)`,
    Readings: `${readings} in ${run.tags.length} tags, ${run.dataRange.from} to ${run.dataRange.to}`,
    Detector: `${run.detector.id}, seed ${run.detector.seed}, contamination ${run.contamination}`,
    Threshold: run.threshold,
    Result: outcome,
    Took: formatSeconds(durationMs),
    Files: files.map((path) => relative(root, path)).join(', '),
  };
  console.log('');
  for (const [name, value] of Object.entries(lines)) console.log(`${name.padEnd(11)}${value}`);
}
