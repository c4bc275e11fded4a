import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Application, newFolder } from './pages/application.ts';
import { ImportDialog } from './pages/import-dialog.ts';
import { writeLongFile } from './pages/long-file.ts';
import { readStore } from './pages/saved-store.ts';

test('a long import is cancelled within a second and leaves nothing', async () => {
  const file = join(newFolder('long'), 'long.csv');
  await writeLongFile(
    file,
    'time,a,b,c,d,e,f',
    2_000_000,
    (row) => `${row % 97}.5,${row % 89},${row % 83},${row % 79},${row % 73},${row % 71}`,
  );
  const application = await Application.start();
  const dialog = new ImportDialog(application);
  await dialog.choose(file);
  await dialog.accept();
  const cancel = application.page.getByRole('contentinfo').getByRole('button', { name: /Cancel/ });
  await cancel.click();
  await expect(cancel).toBeHidden({ timeout: 2_000 });
  await expect(application.button('Generate and analyse')).toBeVisible();
  await application.close();
  await rm(file);
  const left = (table: string, where = ''): unknown[] =>
    readStore(application.dataFolder, `SELECT * FROM ${table} ${where}`);
  expect(left('imports', 'WHERE finished_ms IS NULL')).toEqual([]);

  // What the closing left of it is cleared away by the next start, without a word.
  const again = await Application.start(application.dataFolder);
  await expect(again.button('Generate and analyse')).toBeVisible();
  await expect(again.page.getByText('Cut off when the program ended last time')).toBeHidden();
  await expect.poll(() => [...left('imports'), ...left('chunks'), ...left('tags')]).toEqual([]);
  await again.close();
});

test('a long training is cancelled and is kept as cancelled, with the application ready for the next', async () => {
  const application = await Application.start();
  await application.button('Generate readings…').click();
  const generate = application.page.getByRole('dialog');
  await generate.getByText(/year/i).first().click();
  await generate.getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(application.trend).toBeVisible({ timeout: 60_000 });

  await application.button('Train and score…').click();
  await application.page.getByRole('dialog').getByRole('button', { name: 'Train and score' }).click();
  const cancel = application.page.getByRole('contentinfo').getByRole('button', { name: /Cancel/ });
  await cancel.click();
  await expect(cancel).toBeHidden({ timeout: 3_000 });
  await application.close();

  const runs = readStore<{ status: string }>(application.dataFolder, 'SELECT status FROM runs');
  expect(runs).toEqual([{ status: 'cancelled' }]);
  expect(readStore(application.dataFolder, 'SELECT * FROM anomalies')).toEqual([]);
});
