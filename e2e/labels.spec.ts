import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { analysedStore } from './pages/analysed-store.ts';
import { Application, newFolder } from './pages/application.ts';
import { LabelsPage } from './pages/labels-page.ts';
import { readStore } from './pages/saved-store.ts';

test('a stretch is labelled by dragging, changed, deleted and brought back; labels come from a file and go into one', async () => {
  const exports = newFolder('exports');
  const application = await Application.start(await analysedStore(), `--export-dir=${exports}`);
  const labels = new LabelsPage(application);
  const { page } = application;
  await expect(page.getByText('50 of 1,000 samples')).toBeVisible();
  await expect(application.trend).toBeVisible();

  await labels.drag(0.2, 0.4, 'Tube leak');
  await expect(labels.strip.getByRole('button', { name: 'Tube leak' })).toBeVisible();

  await labels.strip.getByRole('button', { name: 'Tube leak' }).click();
  await labels.answer('Fouling of heating surfaces');
  await expect(labels.strip.getByRole('button', { name: 'Fouling of heating surfaces' })).toBeVisible();

  await test.step('an anomaly is labelled from the table', async () => {
    await application.anomalies.getByRole('row').nth(1).click();
    await application.button('Label anomaly…').click();
    await labels.answer('Normal operation');
  });

  const list = await labels.openList();
  const own = list.getByRole('row').filter({ hasText: 'by hand' });
  await expect(own).toHaveCount(2);

  await test.step('a label is deleted and brought back', async () => {
    await own.filter({ hasText: 'Fouling' }).click();
    await list.getByRole('button', { name: 'Delete' }).click();
    await expect(own).toHaveCount(1);
    await list.getByRole('button', { name: 'Undo: label deleted' }).click();
    await expect(own).toHaveCount(2);
  });

  await test.step('labels of a file are added, what cannot be read is told', async () => {
    const file = join(newFolder('labels'), 'log.csv');
    writeFileSync(
      file,
      'Begin;Stop;Fault;Remark\n2024-01-01T06:00:00Z;2024-01-01T09:00:00Z;Mill fire;from the shift log\nyesterday;;drift;\n',
    );
    await application.answerNextDialog(file);
    await list.getByRole('button', { name: 'Import CSV…' }).click();
    await expect(list.getByRole('row').filter({ hasText: 'Mill fire' })).toContainText('file log.csv');
    await expect(page.getByText('Line 3: the start "yesterday" is not a time')).toBeVisible();
  });

  await list.getByRole('button', { name: 'Export…' }).click();
  await expect(page.getByText('Exported')).toBeVisible();
  expect(application.complaints).toEqual([]);
  await application.close();

  const stored = readStore<{ kind: string; source: string; author: string | null }>(
    application.dataFolder,
    `SELECT kind, source, author FROM known_events WHERE removed_ms IS NULL AND source <> 'simulator' ORDER BY id`,
  );
  expect(stored.map(({ kind, source }) => [kind, source])).toEqual([
    ['fouling', 'user'],
    ['normal', 'user'],
    ['Mill fire', 'import'],
  ]);
  expect(stored.every(({ author }) => author !== null && author !== '')).toBe(true);
  const [name = ''] = readdirSync(exports);
  const lines = readFileSync(join(exports, name), 'utf8').trimEnd().split('\r\n');
  const [simulated] = readStore<{ count: number }>(
    application.dataFolder,
    `SELECT count(*) AS count FROM known_events WHERE source = 'simulator'`,
  );
  expect(lines).toHaveLength(1 + 3 + (simulated?.count ?? 0));
});
