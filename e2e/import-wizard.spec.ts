import { existsSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Application, newFolder } from './pages/application.ts';
import { ImportDialog } from './pages/import-dialog.ts';
import { writeLongFile } from './pages/long-file.ts';
import { readStore } from './pages/saved-store.ts';

const HEADER = 'time,U1.LOAD,U1.MS.PRESS';
const folder = newFolder('wizard');

async function csvFile(name: string, ...lines: string[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, [...lines, ''].join('\n'));
  return path;
}

interface Imported {
  readonly name: string;
  readonly rows: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

const imported = (application: Application): Imported[] =>
  readStore<Imported>(
    application.dataFolder,
    `SELECT file_name AS name, row_count AS rows, first_ms AS firstMs, last_ms AS lastMs
     FROM imports WHERE state = 'committed' ORDER BY id`,
  );

test.describe('in India', () => {
  const zone = process.env['TZ'];
  test.beforeAll(() => {
    process.env['TZ'] = 'Asia/Kolkata';
  });
  test.afterAll(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  test('an open date order is decided by one click, kept as a profile, and the next file is known by it', async () => {
    const may = await csvFile(
      'may.csv',
      HEADER,
      '04-05-2024 06:15:00,498.7,169.8',
      '05-05-2024 06:15:00,499,170',
    );
    const june = await csvFile(
      'june.csv',
      HEADER,
      '04-06-2024 06:15:00,498.7,169.8',
      '05-06-2024 06:15:00,1,2',
    );
    const application = await Application.start();
    const dialog = new ImportDialog(application);
    await dialog.choose(may);
    await expect(dialog.importButton).toBeDisabled();
    await expect(dialog.status).toContainText('Answer first: the order of day and month');
    await expect(dialog.button(/^Day first/)).toContainText('04-05-2024 06:15:00 becomes 4 May 2024 06:15');
    await expect(dialog.button(/^Month first/)).toContainText('becomes 5 April 2024 06:15');
    await dialog.button(/^Day first/).click();
    await expect(dialog.stored).toContainText('4 May 2024 06:15:00');

    await dialog.button('Save as profile…').click();
    await application.page.getByLabel('Name of the profile').fill('NTPC PI wide');
    await application.page
      .getByRole('dialog', { name: 'Save as profile' })
      .getByRole('button', { name: 'Save' })
      .click();
    await expect(dialog.dialog.getByText('Profile ‘NTPC PI wide’ applied')).toBeVisible();
    await dialog.accept();
    await expect(application.page.getByText('as import #1')).toBeVisible();

    await dialog.choose(june);
    await expect(dialog.dialog.getByText('Profile ‘NTPC PI wide’ applied')).toBeVisible();
    await dialog.button('Use detection instead').click();
    await expect(dialog.button(/^Month first/)).toBeVisible();
    await dialog.button('Profiles (1) ▾').click();
    await application.page.getByRole('menuitem', { name: 'Use ‘NTPC PI wide’' }).click();
    await expect(dialog.stored).toContainText('4 Jun 2024 06:15:00');
    await dialog.accept();
    await expect(application.page.getByText('as import #2')).toBeVisible();
    await application.close();

    expect(imported(application)).toEqual([
      {
        name: 'may.csv',
        rows: 2,
        firstMs: Date.parse('2024-05-04T06:15:00+05:30'),
        lastMs: Date.parse('2024-05-05T06:15:00+05:30'),
      },
      {
        name: 'june.csv',
        rows: 2,
        firstMs: Date.parse('2024-06-04T06:15:00+05:30'),
        lastMs: Date.parse('2024-06-05T06:15:00+05:30'),
      },
    ]);
  });
});

test('three files at once are one queue: one choice serves its like, a broken one stops nobody', async () => {
  const files = [
    await csvFile('a.csv', HEADER, '04-05-2024 06:15:00,1,2', '05-05-2024 06:15:00,3,4'),
    await csvFile('broken.csv', HEADER, '2024-05-04 06:15:00,1,2', '2024-05-04 06:16:00,"3,4'),
    await csvFile('b.csv', HEADER, '06-05-2024 06:15:00,5,6', '07-05-2024 06:15:00,7,8'),
  ];
  const application = await Application.start();
  const dialog = new ImportDialog(application);
  await dialog.drop(...files);
  await expect(dialog.file('a.csv')).toContainText('needs an answer');
  await expect(dialog.file('broken.csv')).toContainText('cannot be read');
  await expect(dialog.file('b.csv')).toContainText('needs an answer');
  await dialog.button(/^Month first/).click();
  await dialog.button(/Same choices for the other file/).click();
  await expect(dialog.file('b.csv')).toContainText('ready');
  await dialog.button('Import all 2 ready files').click();
  await expect(dialog.file('a.csv')).toContainText('imported, #1');
  await expect(dialog.file('b.csv')).toContainText('imported, #2');
  await dialog.file('broken.csv').click();
  await expect(dialog.dialog.getByText(/Line 3: a quote .* never closes/)).toBeVisible();
  await dialog.file('b.csv').click();
  await expect(dialog.dialog.getByRole('region', { name: 'Import #2' })).toContainText('Readings4');
  await dialog.button('Show on the trend').click();
  await expect(dialog.dialog).toBeHidden();
  await application.close();

  const at = (text: string): number => new Date(`${text}T06:15:00`).getTime();
  expect(imported(application).map(({ name, firstMs, lastMs }) => [name, firstMs, lastMs])).toEqual([
    ['a.csv', at('2024-04-05'), at('2024-05-05')],
    ['b.csv', at('2024-06-05'), at('2024-07-05')],
  ]);
});

test('of a queue one import is cancelled while it runs, and the next one goes on', async () => {
  const path = join(folder, 'long.csv');
  await writeLongFile(path, HEADER, 2_000_000, (row) => `${row % 97}.5,${row % 89}`);
  const short = await csvFile('short.csv', HEADER, '2024-05-04 06:15:00,1,2', '2024-05-04 06:16:00,3,4');
  const application = await Application.start();
  const dialog = new ImportDialog(application);
  await dialog.choose(path, short);
  await expect(dialog.file('short.csv')).toContainText('ready');
  await dialog.button('Import all 2 ready files').click();
  await expect(dialog.file('long.csv')).toContainText(/importing [1-9]/);
  await expect(dialog.file('short.csv')).toContainText('waiting');
  await dialog.file('long.csv').click();
  await dialog.button('Cancel this import').click();
  await expect(dialog.file('long.csv')).toContainText('cancelled', { timeout: 2_000 });
  await expect(dialog.file('short.csv')).toContainText('imported');
  await application.close();
  await rm(path);
  expect(imported(application).map(({ name, rows }) => [name, rows])).toEqual([['short.csv', 2]]);
});

test('a line of the file can be made the header, and what is stored follows', async () => {
  const file = await csvFile(
    'names.csv',
    'time,a,b',
    'time,U1.LOAD,U1.FLOW',
    '2024-04-01 06:15:00,1,2',
    '2024-04-01 06:16:00,3,4',
  );
  const application = await Application.start();
  const dialog = new ImportDialog(application);
  await dialog.choose(file);
  await dialog.dialog.getByRole('option', { name: /U1\.LOAD/ }).click();
  await dialog.dialog
    .getByRole('group', { name: 'Line 2 is' })
    .getByRole('button', { name: 'Header' })
    .click();
  await expect(dialog.stored).toContainText('U1.FLOW');
  await dialog.dialog.getByRole('tab', { name: /Columns/ }).click();
  await dialog.dialog.getByRole('textbox', { name: 'Tag of column U1.LOAD' }).fill('LOAD');
  await dialog.dialog.getByRole('textbox', { name: 'Tag of column U1.LOAD' }).press('Enter');
  await expect(dialog.stored.getByRole('columnheader', { name: 'LOAD', exact: true })).toBeVisible();
  await dialog.accept();
  await expect(application.page.getByText('as import #1')).toBeVisible();
  await application.close();
  expect(readStore(application.dataFolder, 'SELECT name FROM tags ORDER BY name')).toEqual([
    { name: 'LOAD' },
    { name: 'U1.FLOW' },
  ]);
});

test('Escape loses no choice without asking, and Enter imports', async () => {
  const file = await csvFile('c.csv', HEADER, '2024-05-04 06:15:00,1,2', '2024-05-04 06:16:00,3,4');
  const application = await Application.start();
  const dialog = new ImportDialog(application);
  await dialog.choose(file);
  await expect(dialog.importButton).toBeEnabled();
  await dialog.dialog.getByRole('textbox', { name: 'Units on line' }).fill('1');
  await expect(dialog.importButton).toBeEnabled();
  await application.page.keyboard.press('Escape');
  await expect(dialog.dialog.getByText(/choices made for c.csv are not saved/)).toBeVisible();
  await dialog.button('Go on').click();
  await dialog.dialog.getByRole('listbox', { name: 'Lines of the file' }).focus();
  await application.page.keyboard.press('Enter');
  await expect(application.page.getByText('as import #1')).toBeVisible();
  await application.close();
  expect(imported(application).map(({ rows }) => rows)).toEqual([2]);
});

test('files can be imported by keyboard alone, and the summary takes one back', async () => {
  const file = await csvFile('k.csv', HEADER, '2024-05-04 06:15:00,1,2', '2024-05-04 06:16:00,3,4');
  const application = await Application.start();
  const dialog = new ImportDialog(application);
  await dialog.choose(file);
  await expect(dialog.importButton).toBeFocused();
  await application.page.keyboard.press('Enter');
  await expect(application.page.getByText('as import #1')).toBeVisible();
  await application.button('Summary…').click();
  await expect(dialog.dialog.getByRole('region', { name: 'Import #1' })).toContainText('Readings4');
  await dialog.button('Take back…').click();
  await dialog.button('Take back').click();
  await expect(application.page.getByText('Took back import #1')).toBeVisible();
  await application.close();
  expect(imported(application)).toEqual([]);
  expect(readStore(application.dataFolder, 'SELECT * FROM chunks')).toEqual([]);
});

test('every rejected row is in the reject file', async () => {
  const file = await csvFile(
    'd.csv',
    HEADER,
    '2024-05-04 06:15:00,1,2',
    '2024-05-04 06:16:00,3,4',
    '2024-05-04 06:17:00,5,6',
    'yesterday,7,8',
    '2024-05-04 06:18:00,9,10',
  );
  const application = await Application.start();
  const dialog = new ImportDialog(application);
  await dialog.choose(file);
  await dialog.accept();
  await expect(application.page.getByText('as import #1')).toBeVisible();
  await application.button('Summary…').click();
  await expect(dialog.dialog.getByRole('region', { name: 'Import #1' })).toContainText('not a time');
  await application.close();
  const rejects = join(application.dataFolder, 'rejects', 'import-1-d.csv.rejects.csv');
  expect(existsSync(rejects)).toBe(true);
  expect(readFileSync(rejects, 'utf8')).toMatch(/^line,column,reason,raw\r\n5,time,.*"yesterday,7,8"\r\n$/);
});
