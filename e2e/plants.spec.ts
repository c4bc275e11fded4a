import { expect, test } from '@playwright/test';
import { Application, hasSharedData, sharedFile } from './pages/application.ts';
import { readStore } from './pages/saved-store.ts';

test('the plants of the WRI database: 907, searched and filtered, known ones not added twice', async () => {
  test.skip(
    !hasSharedData,
    'skipped: data not present. The database lies beside the project and is not part of it; a clone alone has only the registry drawn from it.',
  );
  const application = await Application.start();
  await application.answerNextDialog(sharedFile('data/wri/database_IND.csv'));
  const plants = application.page.getByRole('navigation', { name: 'Plants' });
  await plants.getByRole('button', { name: 'Import…' }).click();
  await expect(application.page.getByText(/Imported database_IND\.csv/)).toBeVisible();

  await plants.getByRole('textbox', { name: 'Search plants' }).fill('acme');
  await expect(plants.getByRole('option', { name: 'ACME Solar Tower' })).toBeVisible();
  await expect(plants.getByRole('option', { name: 'ZAWAR MINES' })).toHaveCount(0);
  await plants.getByRole('textbox', { name: 'Search plants' }).fill('zawar');
  await expect(plants.getByRole('option')).toHaveCount(1);
  await application.close();

  const [counts] = readStore<{ wri: number; zawar: number; year: number | null }>(
    application.dataFolder,
    `SELECT count(*) AS wri, sum(name = 'ZAWAR MINES') AS zawar,
       max(CASE WHEN name = 'ZAWAR MINES' THEN commissioning_year END) AS year
     FROM plants WHERE source_id IS NOT NULL`,
  );
  expect(counts?.wri).toBeGreaterThanOrEqual(907);
  expect(counts?.zawar).toBe(1);
  expect(counts?.year).toBeNull();
});

test('a plant added and edited by hand, with a name that wants to be markup', async () => {
  const application = await Application.start();
  const name = '<b>Test</b> & "Söhne" पावर';
  await application.page
    .getByRole('navigation', { name: 'Plants' })
    .getByRole('button', { name: 'Add…' })
    .click();
  const dialog = application.page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).first().fill(name);
  await dialog
    .getByRole('button', { name: /^(Add|Save)/ })
    .last()
    .click();
  await expect(dialog).toBeHidden();
  const option = application.page.getByRole('option', { name });
  await expect(option).toBeVisible();
  await option.click();
  const info = application.page.getByRole('complementary', { name: 'Plant info' });
  await expect(info).toContainText('not known');
  await info.getByRole('button', { name: 'Edit…' }).click();
  await dialog.getByRole('textbox', { name: 'Owner' }).fill('Nobody Ltd');
  await dialog.getByRole('button', { name: /^Save/ }).click();
  await expect(info).toContainText('Nobody Ltd');
  await application.close();
  const [row] = readStore<{ owner: string; fuel: string | null }>(
    application.dataFolder,
    `SELECT owner, fuel FROM plants WHERE source_id IS NULL`,
  );
  expect(row).toEqual({ owner: 'Nobody Ltd', fuel: null });
});
