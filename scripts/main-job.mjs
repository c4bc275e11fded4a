import { readdirSync } from 'node:fs';

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
  const notice = page.getByText('Exported', { exact: true });
  await notice.waitFor(patience);
  await page.getByRole('button', { name: 'Close: Exported' }).click(patience);
  await notice.waitFor({ state: 'detached', ...patience });
  return { outcome: (await outcome.textContent())?.trim() ?? '', files: readdirSync(exportFolder).sort() };
}
