import { copyFile, readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Application, newFolder } from './pages/application.ts';
import { ImportDialog } from './pages/import-dialog.ts';
import { readStore } from './pages/saved-store.ts';

/** Written by XlsxWriter; see make_workbooks.py beside it. */
const WORKBOOK = join(import.meta.dirname, '..', 'src-worker/core/xlsx/fixtures/historian.xlsx');

test('a workbook is read as what Excel shows, and its file is known again by its hash', async () => {
  const application = await Application.start();
  const dialog = new ImportDialog(application);
  await dialog.drop(WORKBOOK);
  await expect(dialog.stored).toContainText('U1.MS.PRESS kg/cm2');
  await expect(dialog.stored).toContainText('gap: I/O Timeout');
  await expect(dialog.dialog.getByRole('combobox', { name: 'Delimiter' })).toHaveCount(0);
  await dialog.accept();
  await expect(application.page.getByText('as import #1')).toBeVisible();
  await dialog.drop(WORKBOOK);
  await dialog.accept();
  await expect(application.page.getByText(/already in the store \(import #1, same SHA-256\)/)).toBeVisible();
  await application.close();

  const [imported] = readStore(
    application.dataFolder,
    `SELECT row_count AS rows, reading_count AS readings, missing_count AS missing, rejected_count AS rejected,
       file_sha256 AS sha256 FROM imports WHERE state = 'committed'`,
  );
  const sha256 = createHash('sha256')
    .update(await readFile(WORKBOOK))
    .digest('hex');
  expect(imported).toEqual({ rows: 4, readings: 16, missing: 2, rejected: 1, sha256 });
  const tags = readStore<{ name: string; unit: string | null; last: number }>(
    application.dataFolder,
    `SELECT name, unit, last_value AS last FROM tags JOIN chunks ON tag_id = tags.id ORDER BY name`,
  );
  expect(tags).toEqual([
    { name: 'U1.LOAD', unit: 'MW', last: 499 },
    { name: 'U1.MS.PRESS', unit: 'kg/cm2', last: 169.8 },
    { name: 'U1.RATIO', unit: '%', last: 99.8 },
    { name: 'U1.TRIP', unit: null, last: 1 },
  ]);
});

test('a workbook under the name of a CSV file is opened as Excel by one click', async () => {
  const renamed = join(newFolder('renamed'), 'april.csv');
  await copyFile(WORKBOOK, renamed);
  const application = await Application.start();
  const dialog = new ImportDialog(application);
  await dialog.choose(renamed);
  await expect(
    dialog.dialog.getByText(/This is an Excel workbook \(\.xlsx\) renamed to \.csv\. Open it as Excel\?/),
  ).toBeVisible();
  await expect(dialog.importButton).toBeDisabled();
  await dialog.button('Open it as Excel').click();
  await expect(dialog.stored).toContainText('498.7');
  await dialog.accept();
  await expect(application.page.getByText('as import #1')).toBeVisible();
  await application.close();
  expect(
    readStore(application.dataFolder, 'SELECT file_name AS name, row_count AS rows FROM imports'),
  ).toEqual([{ name: 'april.csv', rows: 4 }]);
});

test('a workbook that is saved anew while it is looked at is shown as it is then', async () => {
  const path = join(newFolder('edited'), 'april.xlsx');
  await copyFile(WORKBOOK, path);
  const application = await Application.start();
  const dialog = new ImportDialog(application);
  await dialog.choose(path);
  await expect(dialog.stored).toContainText('498.7');
  await copyFile(join(WORKBOOK, '..', 'date-1904.xlsx'), path);
  await dialog.dialog.getByRole('combobox', { name: 'Duplicates' }).click();
  await application.page.getByRole('option', { name: 'keep the first' }).click();
  await expect(dialog.stored).not.toContainText('498.7');
  await application.close();
});
