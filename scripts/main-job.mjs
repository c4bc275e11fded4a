import { readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const patience = { timeout: 60_000 };

/**
 * Does the main job in a window of the application, as a user would on the first start: generates readings for the sample
 * plant, analyses them, exports. `page` is Playwright's page; the application was started with `--export-dir exportFolder`.
 * Returns what the window says and the names of the exported files.
 */
export async function driveMainJob(page, exportFolder) {
  await page.locator('html[data-ready="true"]').waitFor({ state: 'attached', ...patience });
  await page.getByRole('button', { name: 'Generate and analyse' }).click(patience);
  const outcome = page.getByText(/[\d,]+ of [\d,]+ samples/).first();
  await outcome.waitFor(patience);
  const grid = page.getByRole('grid', { name: 'Anomalies' });
  await grid.getByRole('row').nth(1).waitFor(patience);
  await page.getByRole('button', { name: 'Export', exact: true }).click(patience);
  const files = await waitForFiles(exportFolder);
  return { outcome: (await outcome.textContent())?.trim() ?? '', files };
}

/** The export is complete when its side file is there: it is written last. */
async function waitForFiles(folder) {
  const endMs = Date.now() + patience.timeout;
  while (Date.now() < endMs) {
    const files = readdirSync(folder).sort();
    if (files.some((name) => name.endsWith('.json'))) return files;
    await wait(50);
  }
  throw new Error('The application wrote no export within a minute.');
}
