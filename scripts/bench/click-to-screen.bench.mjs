/* global document, requestAnimationFrame, MutationObserver, crossOriginIsolated -- of the page, where some functions run */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import { sandboxSwitches } from '../setup/sandbox.mjs';
import { loadSources } from './load-sources.mjs';
import { medianOf } from './measure.mjs';

export const title = 'From the click on "Train and score" to anomalies on the screen';
export const needsDisplay = true;

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000);

/** A data folder as the program would have left it: one plant with five tags of simulated readings. */
async function fillStore(root, folder) {
  const {
    openStore,
    createReadingStore,
    generateReadings,
    setSetting,
    seedPlants,
    noCheckpoint,
    ...sources
  } = await loadSources(root, 'click-to-screen', [
    'src-main/store/open-store.ts',
    'src-main/store/reading-store.ts',
    'src-main/store/plants.ts',
    'src-main/store/settings.ts',
    'src-worker/services/generate-service.ts',
    'src-worker/core/generate/generate-plant.ts',
    'src-worker/core/checkpoint.ts',
  ]);
  const store = openStore({
    folder,
    programVersion: '0.0.0',
    now: () => Date.now(),
    onChanged: () => undefined,
  });
  try {
    const names = ['name', 'country', 'state', 'latitude', 'longitude', 'fuel', 'capacityMw', 'owner'];
    const more = ['commissioningYear', 'source', 'sourceId', 'notes'];
    const unknown = Object.fromEntries([...names, ...more].map((name) => [name, null]));
    const plant = { ...unknown, name: 'Bench', units: [] };
    seedPlants(store.writer, [plant]);
    const request = {
      plantId: 1,
      signals: 'classic',
      rowCount: ROWS,
      stepMs: 60_000,
      startMs: sources.DEFAULT_START_MS,
      seed: 42,
      capacityMw: 80,
    };
    await generateReadings(createReadingStore(store), request, noCheckpoint);
    setSetting(store.writer, 'last-plant', '1');
  } finally {
    store.close();
  }
}

/**
 * Clicks, and looks at the page when it has changed: { table, bands, header }, seconds up to the frame in which the table
 * shows the anomalies of the new run and to that in which the trend has drawn its bands, by the page's own clock.
 */
function measureOnPage(runsBefore) {
  return new Promise((resolve) => {
    const seen = {};
    let startedMs = 0;
    let drawnBands = '';
    const chart = document.querySelector('.js-plotly-plot');
    const described = () =>
      document.querySelector('[aria-label^="Trend of"]')?.getAttribute('aria-label') ?? '';
    const button = [...document.querySelectorAll('[role=dialog] button[type=submit]')].at(-1);
    const before = described();
    let wasRedrawn = false;
    chart.on('plotly_afterplot', () => {
      if (described() !== before) wasRedrawn = true;
      drawnBands = described();
      look();
    });
    const headerText = () => document.querySelector('[aria-label="Anomalies of the run"]')?.textContent ?? '';
    const finish = () => {
      changes.disconnect();
      clearTimeout(patience);
      resolve({ ...seen, header: headerText() });
    };
    /** A frame is drawn right after the calls that it begins with. */
    const see = (what) => {
      if (seen[what] !== undefined) return;
      seen[what] = null;
      requestAnimationFrame(() =>
        setTimeout(() => {
          seen[what] = (performance.now() - startedMs) / 1000;
          if (typeof seen.table === 'number' && typeof seen.bands === 'number') finish();
        }),
      );
    };
    const look = () => {
      const rows = document.querySelectorAll('[role=grid][aria-label="Anomalies"] [role=row]');
      if (rows.length > 2 && /usual/.test(rows[1].textContent) && headerText() !== runsBefore) see('table');
      if (wasRedrawn && /with [1-9]\d* anomaly bands/.test(drawnBands)) see('bands');
    };
    const changes = new MutationObserver(look);
    changes.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    const patience = setTimeout(finish, 60_000);
    startedMs = performance.now();
    button.click();
  });
}

async function measureOnce({ root, environment, folder }) {
  const application = await _electron.launch({
    args: [...sandboxSwitches(), root, `--data-dir=${folder}`],
    cwd: root,
    env: environment,
  });
  try {
    const page = await application.firstWindow();
    page.on('console', (message) => {
      if (['warning', 'error'].includes(message.type())) console.log(`  ${message.text()}`);
    });
    await page.locator('html[data-ready="true"]').waitFor({ state: 'attached', timeout: 60_000 });
    await page.locator('.js-plotly-plot').first().waitFor();
    await page.getByRole('button', { name: 'Train and score…' }).first().click();
    const submit = page.getByRole('button', { name: 'Train and score', exact: true });
    await submit.waitFor();
    await page.getByRole('combobox', { name: 'Detector' }).click();
    await page.getByRole('option', { name: 'Isolation forest', exact: true }).click();
    await page.waitForTimeout(1000);
    const before = await page.evaluate(
      () => document.querySelector('[aria-label="Anomalies of the run"]')?.textContent ?? '',
    );
    const isIsolated = await page.evaluate(() => crossOriginIsolated);
    return { ...(await page.evaluate(measureOnPage, before)), isIsolated };
  } finally {
    await application.close();
  }
}

export async function run({ root, env, report }) {
  process.env.ELECTRON_OVERRIDE_DIST_PATH = env.ELECTRON_OVERRIDE_DIST_PATH;
  const environment = { ...process.env, ...env };
  delete environment.ELECTRON_RUN_AS_NODE;
  const rounds = [];
  const data = `${ROWS.toLocaleString('en')} x 5 stored readings`;
  for (let round = 0; round < ROUNDS; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'boilerhouse-bench-'));
    try {
      await fillStore(root, folder);
      rounds.push(await measureOnce({ root, environment, folder }));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const note = `${rounds[0].isIsolated ? 'shared memory' : 'no shared memory'}; new program and new store each time`;
  report({
    what: `${data}: rows in the table`,
    seconds: medianOf(rounds.map(({ table }) => table)),
    limit: 1.5,
    note,
  });
  report({
    what: `${data}: bands in the trend too`,
    seconds: medianOf(rounds.map(({ table, bands }) => Math.max(table, bands))),
    limit: 1.5,
    note,
  });
}
